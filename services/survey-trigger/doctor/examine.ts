import { type Examined, type Finding, fine, readConfig } from '@hilo/runtime';
import { needsTls } from '../config/load-bounces.ts';
import { loadBrand } from '../config/load-brand.ts';
import { loadMail, SurveyTriggerConfig } from '../config.ts';
import { checkBounces } from './bounces.ts';
import { checkDkim, type ResolveTxt, systemTxt } from './dkim.ts';
import { checkMailServer } from './mail.ts';
import { checkMessages } from './messages.ts';
import { checkPublicUrl } from './public-url.ts';
import { checkWebhooks } from './webhooks.ts';

/** Whether people can be asked, and can answer: by mail, by webhook, on the page. Sends nothing to anybody. */
export const examineAsking = async (
  { environment, pool, now }: Examined,
  resolve: ResolveTxt = systemTxt,
): Promise<Finding[]> => {
  const config = readConfig(SurveyTriggerConfig, environment);
  const mail = loadMail(config);
  const isElsewhere = mail !== undefined && needsTls(new URL(mail.url).hostname);
  const isInProduction = isElsewhere || environment.NODE_ENV === 'production';
  const found = await checkPublicUrl({ publicUrl: config.HILO_PUBLIC_URL, isInProduction });
  if (mail === undefined) found.push(fine('mail', 'Hilo sends no mails itself: HILO_SMTP_URL is not set'));
  else {
    found.push(...(await checkMailServer(mail.url)));
    // A server on this machine is for trying.
    if (isElsewhere || mail.dkim !== undefined)
      found.push(...(await checkDkim(mail.dkim, loadBrand(config).from, resolve)));
  }
  if (isElsewhere || config.HILO_BOUNCES !== undefined) found.push(...(await checkBounces(config.HILO_BOUNCES)));
  if (pool === undefined) return found;
  const at = now();
  found.push(...(await checkWebhooks(pool, { networks: config.HILO_WEBHOOK_ALLOW, now: at })));
  found.push(...(await checkMessages(pool, { sendsMail: mail !== undefined, now: at })));
  return found;
};
