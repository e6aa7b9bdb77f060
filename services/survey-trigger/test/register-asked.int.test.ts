import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AskedService, call, peopleOf, reasonsOf, rootKey, startAsked, yes } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
  await service.setRules([{ id: 'robinson', hours: 'any', needs: 'opt-out', registers: ['ES.robinson'] }]);
});
afterAll(() => service.close());
const { known } = peopleOf(() => service);

const today = new Date().toISOString().slice(0, 10);
const upload = async (numbers: string): Promise<void> => {
  const answer = await fetch(`${service.hilo.url}/v1/opt-out-registers/ES.robinson?asOf=${today}&why=a+test`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${rootKey}`, 'content-type': 'text/csv' },
    body: numbers,
  });
  expect(answer.status, await answer.text()).toBe(200);
};

it('whoever asks before a contact is told of opt-out registers, and nobody on one is reserved', async () => {
  const [ana, luis, eva] = [await known({ consents: [] }), await known({ consents: [] }), await known()];
  const ask = async (): Promise<string[][]> =>
    (await service.checkAll([ana, luis, eva].map(({ id }) => ({ ...call, customer: id, reserve: true })))).map(
      reasonsOf,
    );
  expect(await ask()).toEqual([['register-stale'], ['register-stale'], []]);
  await upload(`${ana.phone.value}\n${eva.phone.value}\n`);
  expect(await ask()).toEqual([['on-register'], [], []]);
  expect(await service.check({ ...call, customer: ana.id })).toMatchObject({
    allowed: false,
    reasons: [{ reason: 'on-register', rule: 'robinson' }],
  });
});

it('who has the number together with somebody on a register, and said yes, is called', async () => {
  const eva = await known({ consents: [yes()] });
  const household = await known({ consents: [], identifiers: [{ kind: 'customer_number', value: 'C-h' }, eva.phone] });
  await upload(`${eva.phone.value}\n`);
  const answers = await service.checkAll([eva, household].map(({ id }) => ({ ...call, customer: id })));
  expect(answers.map(reasonsOf)).toEqual([[], ['on-register']]);
});
