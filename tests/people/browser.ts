/** As much of a browser as it takes to sign in: it keeps cookies of each address and goes where it is sent. */
export const openBrowser = () => {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string): Map<string, string> => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const ask = async (url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answered> => {
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = {
      ...(cookie !== '' && { cookie }),
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const response = await fetch(url, {
      method,
      headers: sent,
      redirect: 'manual',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  };
  /** The answers on the way, the last first. */
  const follow = async (url: string): Promise<Answered[]> => {
    const answer = await ask(url, { headers: { accept: 'text/html' } });
    const to = answer.headers.get('location');
    return to === null || new URL(to, url).pathname === '/' || to.startsWith('/customers')
      ? [answer]
      : [...(await follow(new URL(to, url).href)), answer];
  };
  return { ask, follow, cookies: (url: string) => jarOf(url) };
};

type Asked = { method?: string; headers?: Record<string, string>; body?: unknown };
type Answered = { url: string; status: number; headers: Headers; text: string };
