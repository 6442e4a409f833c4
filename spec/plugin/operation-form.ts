import type { Context, Operation, Rule } from './rule.ts';

const ABBREVIATIONS = /^(API|JSON|PDF|SSN|URL|ID)$/;
const LATER_VERSIONS = ['2020-12-07', '2022-08-01', '2023-10-30'];

/** Operations are named and described in one form, and each of a deprecated version names its successor. */
export const operationForm: Rule = () => {
  let isLatest = false;
  return {
    Info: {
      enter({ version }) {
        isLatest = version === LATER_VERSIONS.at(-1);
      },
    },
    Paths: {
      Operation: {
        enter(operation, context) {
          checkOperation(operation, context);
          if (!isLatest) checkSuccessors(operation, context);
          checkPage(operation, context);
        },
      },
    },
    WebhooksMap: { Operation: { enter: checkWebhook } },
  };
};

function checkOperation(operation: Operation, context: Context): void {
  const { key, report } = context;
  const name = nameOf(operation, key);
  if (!isVerbAndNoun(operation)) {
    report({
      message: `\`${name}\` is not a verb and a noun: write an \`operationId\` such as \`getReport\`.`,
      location: at(context, operation, 'operationId'),
    });
  }
  checkSummary(operation, name, context);
}

function checkSuccessors(operation: Operation, context: Context): void {
  const { key, location, report } = context;
  const name = nameOf(operation, key);
  if (operation.deprecated !== true) {
    report({
      message: `\`${name}\` belongs to a deprecated version: write \`deprecated: true\`.`,
      location: at(context, operation, 'deprecated'),
    });
  }
  const successors = operation['x-successor'];
  const versions = Object.keys((successors as object | undefined) ?? {});
  if (versions.length === 0) {
    report({
      message: `\`${name}\` does not say what follows it: write \`x-successor\`, such as \`2023-10-30: GET /orders\`.`,
      location: location.key(),
    });
    return;
  }
  for (const version of LATER_VERSIONS.filter((version) => !versions.includes(version))) {
    report({
      message: `\`${name}\` does not say what follows it in \`${version}\`: write that, or \`none\`.`,
      location: location.child(['x-successor']).key(),
    });
  }
  for (const version of versions.filter((version) => !LATER_VERSIONS.includes(version))) {
    report({
      message: `\`${name}\` has a successor in \`${version}\`, which is not a later version: write one of ${LATER_VERSIONS.join(', ')}.`,
      location: location.child(['x-successor', version]).key(),
    });
  }
}

function checkPage(operation: Operation, { key, location, report }: Context): void {
  const name = nameOf(operation, key);
  if (operation.externalDocs === undefined && operation['x-legacy'] !== true) {
    report({
      message: `\`${name}\` names no page of Truework: write \`externalDocs\`, or \`x-legacy: true\` if there is no such page.`,
      location: location.key(),
    });
  }
}

function checkWebhook(operation: Operation, context: Context): void {
  const name = operation.operationId ?? 'The webhook';
  if (!isVerbAndNoun(operation)) {
    context.report({
      message: `\`${name}\` is not the event's name in camel case: write an \`operationId\` such as \`orderCompleted\`.`,
      location: at(context, operation, 'operationId'),
    });
  }
  checkSummary(operation, name, context);
}

function isVerbAndNoun({ operationId = '' }: Operation): boolean {
  return /^[a-z]+([A-Z][a-z0-9]*)+$/.test(operationId);
}

function nameOf(operation: Operation, key: string | number): string {
  return operation.operationId ?? String(key).toUpperCase();
}

function checkSummary(operation: Operation, name: string, context: Context): void {
  const [first = '', ...others] = (operation.summary ?? '').split(' ');
  const capitalised = others.some((word) => /^[A-Z]/.test(word) && !ABBREVIATIONS.test(word));
  if (/^[A-Z]/.test(first) && !capitalised && !operation.summary?.endsWith('.')) return;
  context.report({
    message: `The summary of \`${name}\` is not in sentence case: write it like "Get a report", with one capital and no full stop.`,
    location: at(context, operation, 'summary'),
  });
}

function at({ location }: Context, operation: Operation, property: keyof Operation) {
  return operation[property] === undefined ? location.key() : location.child([property]);
}
