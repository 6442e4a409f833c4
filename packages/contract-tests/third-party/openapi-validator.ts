import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import { middleware } from 'express-openapi-validator';
import { specFile } from './operation-names.ts';
import { type Violation, validateJourney } from './validating-proxy.ts';
import type { ThirdPartyValidator } from './validator.ts';

const { version } = createRequire(import.meta.url)('express-openapi-validator/package.json') as {
  version: string;
};

/** The header that takes the verdict back to the client. */
const verdictHeader = 'x-openapi-validator';

/** A request on its way through the proxy. */
interface Passing extends IncomingMessage {
  /** Where it goes. */
  upstream?: string;
  /** Its body. */
  text?: string;
  /** The body of its answer. */
  upstreamResponse?: string;
  violations?: Violation[];
}

/** What the validator says is wrong. */
interface ValidatorError {
  message: string;
  errors?: { path?: string; message: string }[];
}

/** Whether the spec itself is right is another check's work. */
const unlinted = { validateApiSpec: false };

let proxy: Express | undefined;

/** The middleware of express-openapi-validator in a server that passes everything on to the sandbox. */
export const openapiValidator: ThirdPartyValidator = {
  name: 'express-openapi-validator',
  version,
  counts: 'exchanges',
  atLeast: 110,
  async validate(sandboxUrl) {
    proxy ??= validatingProxy();
    const app = proxy;
    const server = createServer((request: Passing, response) => {
      request.upstream = sandboxUrl;
      app(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      return await validateJourney(
        openapiValidator.name,
        `http://127.0.0.1:${port}`,
        sandboxUrl,
        ({ headers }) => JSON.parse(headers.get(verdictHeader) ?? '[]') as Violation[],
      );
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  },
};

/** Judges requests, passes them on whatever it says of them, and judges the answers. */
function validatingProxy(): Express {
  const app = express();
  app.use(keepBody);
  app.use(middleware({ apiSpec: specFile, validateRequests: true, validateResponses: false, ...unlinted }));
  app.use(noteRequest);
  app.use(sendVerdict);
  app.use(
    middleware({
      ...unlinted,
      apiSpec: specFile,
      validateRequests: false,
      validateSecurity: false,
      validateResponses: { onError: (error, _, request) => note(request, 'response', error) },
    }),
  );
  app.use(passOn);
  return app;
}

const keepBody: RequestHandler = async (request, _, next) => {
  const text = await readText(request);
  if (text !== '') {
    (request as Passing).text = text;
    request.body = JSON.parse(text);
  }
  next();
};

function note(request: Passing, side: Violation['side'], { message, errors = [] }: ValidatorError): void {
  const all: ValidatorError['errors'] = errors.length === 0 ? [{ message }] : errors;
  const violations = all.map(({ path = '', message: says }) => ({
    side,
    // Where it means the request as a whole, it names its path, which may hold anything.
    location: /^\/(response|body|query|headers|params)\b/.test(path)
      ? path
          .slice(1)
          .replace(/^response/, 'body')
          .replaceAll('/', '.')
      : 'as a whole',
    says,
  }));
  request.violations = [...(request.violations ?? []), ...violations];
}

const noteRequest: ErrorRequestHandler = (error: ValidatorError, request, _, next) => {
  note(request, 'request', error);
  next();
};

/** The validator judges what is sent by `json`, before it is sent. */
const sendVerdict: RequestHandler = (request: Passing, response, next) => {
  response.json = () => {
    response.setHeader(verdictHeader, JSON.stringify(request.violations ?? []));
    return response.end(request.upstreamResponse);
  };
  next();
};

const passOn: RequestHandler = async (request: Request & Passing, response) => {
  const { upstream = '', text } = request;
  const { 'content-length': _, connection: __, host: ___, ...headers } = request.headers;
  const upstreamResponse = await fetch(upstream + request.originalUrl, {
    method: request.method,
    headers: headers as Record<string, string>,
    ...(text === undefined ? {} : { body: text }),
  });
  response.status(upstreamResponse.status);
  const type = upstreamResponse.headers.get('content-type');
  if (type !== null) response.setHeader('content-type', type);
  if (type === 'application/pdf') {
    // Of answers it knows JSON alone, and would take a document for JSON that is wrong.
    response.setHeader(verdictHeader, JSON.stringify(request.violations ?? []));
    response.end(Buffer.from(await upstreamResponse.arrayBuffer()));
    return;
  }
  request.upstreamResponse = await upstreamResponse.text();
  response.json(parse(request.upstreamResponse));
};

/** The value of a JSON text. Of any other text, the text: no schema of an answer takes it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
