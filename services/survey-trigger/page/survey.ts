import { noteOpened } from '../answers/open-response.ts';
import { takeAnswers } from '../answers/take-answers.ts';
import { automationOf } from '../domain/page/automation.ts';
import { type PostedFault, postedAnswer, postedFault } from '../domain/page/posted-answer.ts';
import { stepAt } from '../domain/page/step.ts';
import { languagesOf, wordingIn } from '../domain/questions/languages.ts';
import type { Answers, AnswerValue } from '../domain/questions/next-question.ts';
import { beginResponse, lastAnswers, readAnswers } from '../store/answers.ts';
import { holdInvitations } from '../store/held-invitations.ts';
import { findOpenSurvey, type PageLink } from '../store/page-links.ts';
import { clearSuspicion } from '../store/suspicions.ts';
import { answeredPage, closedPage, framed, stepOfAnybody, wordingOf } from './framing.ts';
import { hrefOf } from './html/href.ts';
import { questionHtml, questionTitle } from './html/question.ts';
import { screened, thanks } from './html/steps.ts';
import { objectBy } from './objecting.ts';
import { commitAndPublish, firstOf, type Pages, type Reply, type Visit } from './visit.ts';

/** Shows where she is in the survey. Nothing is written. */
export const showSurvey = async (pages: Pages, visit: Visit): Promise<Reply> => {
  const step = stepOfAnybody(pages, visit);
  if (step !== undefined) return step;
  const link = await findOpenSurvey(pages.pool, visit.token, pages.now());
  if (link === undefined) return closedPage(pages, visit);
  const answers = lastAnswers(await readAnswers(pages.pool, link.id));
  return shown(pages, visit, { link, answers, wanted: firstOf(visit.said, 'q'), marked: firstOf(visit.said, 'v') });
};

const isScreened = ({ response }: PageLink): boolean => response?.state === 'screened-out';

type Showing = {
  link: PageLink;
  answers: Answers;
  wanted?: string | undefined;
  /** What is marked though it is not answered: by the link in the mail, or since it was posted and is wrong. */
  marked?: AnswerValue | undefined;
  fault?: PostedFault | undefined;
};

const shown = (pages: Pages, visit: Visit, { link, answers, wanted, marked, fault }: Showing): Reply => {
  const wording = wordingOf(pages, visit, link);
  const { texts, language } = wording;
  const step = isScreened(link) ? undefined : stepAt(link.programme, answers, wanted);
  if (step === undefined) {
    const done = isScreened(link) ? screened(texts, pages.brand) : thanks(texts, pages.brand);
    return { status: 200, page: framed(pages, wording, { ...done, query: { step: 'thanks' } }, link) };
  }
  const { question } = step.question;
  const { fallback = language } = languagesOf(link.programme);
  const content = {
    step,
    texts,
    language,
    wording: (text: Readonly<Record<string, string>>) => wordingIn(text, [language], fallback) ?? '',
    marked: marked ?? answers.get(question) ?? undefined,
    fault,
  };
  const parts = { title: questionTitle(content), main: questionHtml(content), isWrong: fault !== undefined };
  return {
    status: fault === undefined ? 200 : 422,
    page: framed(pages, wording, { ...parts, query: { q: question } }, link),
  };
};

/** What is done on a page: an answer, a refusal, or that somebody is here. */
export const postSurvey = async (pages: Pages, visit: Visit): Promise<Reply | { status: 204 }> => {
  const { token, said } = visit;
  const lang = firstOf(said, 'lang');
  const act = firstOf(said, 'act');
  if (act === 'refuse') {
    await objectBy(
      pages,
      { token, purpose: 'answer' },
      { brake: 'refusal', proof: 'refused on the page of the survey' },
    );
    return { goTo: hrefOf({ step: 'refused', lang }) };
  }
  if (act === 'not-me') {
    await objectBy(
      pages,
      { token, purpose: 'answer' },
      { brake: 'wrong-person', proof: 'told on the page of the survey' },
    );
    return { goTo: hrefOf({ step: 'told', lang }) };
  }
  const link = await findOpenSurvey(pages.pool, token, pages.now());
  if (act === 'opened') return opened(pages, link);
  if (link === undefined) return closedPage(pages, visit);
  return answered(pages, visit, link);
};

/** A person is here: that is told once, and what was taken for a machine's may be hers. */
const opened = async (pages: Pages, link: PageLink | undefined): Promise<{ status: 204 }> => {
  if (link === undefined) return { status: 204 };
  await commitAndPublish(pages, async (tx) => {
    await clearSuspicion(tx, link.id);
    return { outbox: await noteOpened(tx, givenBy(pages, link)) };
  });
  return { status: 204 };
};

const givenBy = ({ now }: Pages, { id, message }: PageLink, language?: string) => ({
  invitation: id,
  message,
  channel: 'web' as const,
  at: now(),
  ...(language !== undefined && { language }),
});

const answered = async (pages: Pages, visit: Visit, link: PageLink): Promise<Reply> => {
  const name = firstOf(visit.said, 'question');
  const question = link.programme.questions.find((one) => one.question === name);
  if (isScreened(link)) return { goTo: hrefOf({ step: 'thanks', lang: firstOf(visit.said, 'lang') }) };
  const before = async () => lastAnswers(await readAnswers(pages.pool, link.id));
  if (question === undefined) return shown(pages, visit, { link, answers: await before(), fault: 'impossible' });
  const posted = visit.said('value');
  const read = postedAnswer(question, posted, visit.said('skip').length > 0);
  const wrong = async (fault: PostedFault): Promise<Reply> =>
    shown(pages, visit, { link, answers: await before(), wanted: name, marked: markedOf(posted), fault });
  if ('fault' in read) return wrong(read.fault);
  const taken = await take(pages, visit, link, { question: question.question, value: read.value });
  if (taken.state === 'closed' || taken.state === 'not-there') return closedPage(pages, visit);
  if (taken.state === 'already-answered') return answeredPage(pages, visit);
  const [fault] = taken.faults;
  if (fault !== undefined) return wrong(postedFault(fault.reason));
  const lang = firstOf(visit.said, 'lang');
  return {
    goTo: taken.next === undefined ? hrefOf({ step: 'thanks', lang }) : hrefOf({ q: taken.next.question, lang }),
  };
};

const markedOf = (posted: readonly string[]): AnswerValue => (posted.length > 1 ? posted : (posted[0] ?? null));

/** An answer that a machine may have given is kept and left out; the next that comes otherwise counts, and all with it. */
const take = async (pages: Pages, visit: Visit, link: PageLink, answer: { question: string; value: AnswerValue }) => {
  const given = { ...givenBy(pages, link, wordingOf(pages, visit, link).language), answers: [answer] };
  const leftOut = automationOf({
    handedOverAt: link.handedOverAt,
    at: given.at,
    isFromDataCentre: pages.isDataCentre(visit.address),
  });
  return commitAndPublish(pages, async (tx) => {
    await holdInvitations(tx, [link.id]);
    if (leftOut === undefined) await clearSuspicion(tx, link.id);
    else await beginResponse(tx, { ...given, leftOut });
    const begun = leftOut === undefined ? await noteOpened(tx, given) : [];
    const taken = await takeAnswers(tx, given, given.at);
    return { ...taken, outbox: [...begun, ...taken.outbox] };
  });
};
