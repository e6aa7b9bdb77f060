// A receiver of what Hilo posts, to begin with: node docs/examples/webhook-receiver.mjs (it needs `standardwebhooks`).
// SECRET is what POST /v1/outgoing-webhooks showed once; PORT is where it listens.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.SECRET ?? '');
/** By webhook-id: what comes again is there already. A provider keeps these in its database. */
const seen = new Set();

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const answer = (status, body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    let posted;
    try {
      // Over the bytes as they came: JSON that is written anew has another signature.
      posted = webhook.verify(Buffer.concat(chunks), request.headers);
    } catch {
      return answer(401, { error: 'the signature is not right' });
    }
    const id = request.headers['webhook-id'];
    if (!seen.has(id)) {
      seen.add(id);
      if (posted.type === 'hilo.message') {
        const { channel, to, text } = posted.data;
        // Here it would be sent. What fails for good is answered with 4xx: {"reason":"no-such-address"} or {"reason":"opted-out"}.
        console.log(`${channel} to ${to.value}: ${text}`);
      } else console.log(`${posted.type} ${JSON.stringify(posted.data)}`);
    }
    answer(202, { id: `receiver-${id}` });
  });
});

server.listen(Number(process.env.PORT ?? 9090), '127.0.0.1', () =>
  console.log(`listening on ${server.address().port}`),
);
