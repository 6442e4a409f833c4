import { type SourceLevel, sourceLevels } from '../document/openapi-document.ts';
import { locationOf } from './location.ts';
import type { Context, Extended, Location, Rule, Schema } from './rule.ts';

type Report = Context['report'];

/**
 * Every fact has a source. So that none is forgotten, either an object is marked and none of its properties, or all of its properties are.
 * The same applies to the values of an `enum`.
 */
export const sources: Rule = () => {
  const seen = new Set<string>();
  return {
    Operation: {
      enter(operation, { location, key, report }) {
        checkMark(operation, String(operation.operationId ?? key), location, report);
      },
    },
    Parameter: {
      enter(parameter, { location, report }) {
        checkMark(parameter, parameter.name, location, report);
      },
    },
    Header: {
      enter(header, { location, report }) {
        checkMark(header, locationOf(location), location, report);
      },
    },
    Response: {
      enter(response, { location, report }) {
        checkForm(response, location, report);
      },
    },
    MediaType: {
      enter({ schema }, { location, report }) {
        if (!schema || schema.$ref || schema.properties) return;
        const where = location.child(['schema']);
        requireMark(schema, locationOf(where), where, report);
      },
    },
    ref: {
      enter(reference, { type, location, report }, target) {
        checkForm(reference, location, report, (target.node as Schema | undefined)?.enum);
        if (!target.location || !['Schema', 'Response'].includes(type.name)) return;
        const address = `${target.location.source.absoluteRef}${target.location.pointer}`;
        const shared = target.node as Schema;
        // A schema with properties is asked for its mark where it is visited.
        if (seen.has(address) || shared.properties) return;
        seen.add(address);
        requireMark(shared, locationOf(target.location), target.location, report);
      },
    },
    Schema: {
      enter(schema, context) {
        const { location, report } = context;
        checkForm(schema, location, report, schema.enum);
        if (schema.properties) checkProperties(schema.properties, schema, context);
      },
    },
  };
};

function checkMark(node: Extended, name: string, location: Location, report: Report): void {
  requireMark(node, name, location, report);
  checkForm(node, location, report);
}

function requireMark(node: Extended, name: string, location: Location, report: Report): void {
  if (node['x-source'] !== undefined) return;
  report({
    message: `\`${name}\` does not say where it is known from: write \`x-source: { level: documented }\`, or another level with a \`note\`.`,
    location: location.key(),
  });
}

function checkForm(
  node: Extended,
  location: Location,
  report: Report,
  values: readonly unknown[] = [],
): void {
  const mark = node['x-source'];
  if (mark === undefined) return;
  const complain = (message: string, path: string[] = []) =>
    report({
      message: `\`x-source\` of \`${locationOf(location)}\`${message}`,
      location: location.child(['x-source', ...path]),
    });
  checkLevel(mark, ['level', 'note', 'values'], complain);
  const ownMarks = (mark as { values?: object }).values;
  const forgotten = ownMarks ? values.map(String).filter((value) => !(value in ownMarks)) : [];
  for (const value of forgotten.filter((value) => value !== 'null')) {
    complain(` leaves out the value \`${value}\`: write its level too, or remove \`values\`.`, ['values']);
  }
  for (const [value, ownMark] of Object.entries(ownMarks ?? {})) {
    const path = ['values', value];
    if (!values.map(String).includes(value)) {
      complain(` names the value \`${value}\`, which is not in the \`enum\`: correct or remove it.`, path);
    }
    checkLevel(ownMark, ['level', 'note'], (message) => complain(`, value \`${value}\`,${message}`, path));
  }
}

export function checkLevel(mark: unknown, known: string[], complain: (message: string) => void): void {
  const { level, note, ...others } = { ...(mark as { level?: SourceLevel; note?: unknown }) };
  if (level === undefined || !sourceLevels.includes(level)) {
    complain(` has no known level: write one of ${sourceLevels.join(', ')}.`);
  }
  const hasNote = typeof note === 'string' && note.trim() !== '';
  if (level === 'inferred' && !hasNote) {
    complain(' is inferred and does not say from what: write a `note`.');
  } else if (note !== undefined && !hasNote) {
    complain(' has an empty `note`: write or remove it.');
  }
  for (const name of Object.keys(others).filter((name) => !known.includes(name))) {
    complain(` has \`${name}\`, which it does not know: use ${known.join(', ')}.`);
  }
}

function checkProperties(
  properties: Readonly<Record<string, Schema>>,
  schema: Schema,
  { location, report, resolve }: Context,
): void {
  const unmarked = Object.entries(properties).filter(([, property]) => property['x-source'] === undefined);
  const someMarked = unmarked.length < Object.keys(properties).length;
  if (schema['x-source'] !== undefined && someMarked) {
    report({
      message: `\`${locationOf(location)}\` has an \`x-source\`, and so have properties of it: mark either the object or every property.`,
      location: location.child(['x-source']).key(),
    });
  } else if (someMarked) {
    for (const [name, property] of unmarked) {
      const where = location.child(['properties', name]);
      requireMark(property, locationOf(where), where, report);
    }
  } else {
    requireMark(schema, locationOf(location), location, report);
    for (const [name, property] of unmarked) checkReferences(name, property);
  }

  /** If the source of a property's schema differs from that of its object, the property needs a mark of its own. */
  function checkReferences(name: string, property: Schema): void {
    const around = levelOf(schema);
    const other = referencesIn(property)
      .map((reference) => levelOf(resolve(reference).node as Extended | undefined))
      .find((level) => level !== undefined && level !== around);
    if (around === undefined || other === undefined) return;
    const where = location.child(['properties', name]);
    report({
      message: `\`${locationOf(where)}\` is in an object that is \`${around}\` and has a schema that is \`${other}\`: mark every property instead of the object.`,
      location: where.key(),
    });
  }
}

function levelOf(node: Extended | undefined): string | undefined {
  return (node?.['x-source'] as { level?: string } | undefined)?.level;
}

function referencesIn(schema: Schema): Schema[] {
  if (schema.$ref !== undefined) return [schema];
  const { items, anyOf = [], oneOf = [], allOf = [] } = schema;
  return [...(items ? [items] : []), ...anyOf, ...oneOf, ...allOf].flatMap(referencesIn);
}
