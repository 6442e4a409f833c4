import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { createTruework, type TrueworkOptions } from '@truework-legacy/client';

const tracer = trace.getTracer('truework');
const onAttempt: TrueworkOptions['onAttempt'] = ({
  operation,
  method,
  path,
  attempt,
  headers,
}) => {
  const span = tracer.startSpan(`${method} ${path}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      'http.request.method': method,
      'http.request.resend_count': attempt - 1,
      'url.template': path,
    },
  });
  propagation.inject(trace.setSpan(context.active(), span), headers);
  return ({ status, errorCode }) => {
    if (status !== undefined)
      span.setAttribute('http.response.status_code', status);
    if (errorCode !== undefined) {
      span.setAttribute('error.type', errorCode);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
    console.log(operation, status, errorCode);
  };
};

const {
  TRUEWORK_TOKEN = 'tw_sk_test_example',
  TRUEWORK_URL = 'http://127.0.0.1:4019',
} = process.env;
const truework = createTruework({
  token: TRUEWORK_TOKEN,
  environment: TRUEWORK_URL,
  onAttempt,
});

await truework.verifications.get('no-such-id').result();
