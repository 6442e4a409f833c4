import { describe, expect, it } from 'vitest';
import { lint } from './lint.ts';
import { withPaths, withSchemas } from './tiny-description.ts';

function personWith(property: string): string {
  return withSchemas(`Person:\n  type: object\n  properties:\n    ${property}`);
}

const repair = 'write `x-pii: true`, or `x-pii: false # why` if it is not.';

describe('a name like personal data', () => {
  it('asks for a mark', async () => {
    const meanings = {
      first_name: "a person's name",
      full_name: "a person's name",
      social_security_number: 'a social security number',
      ssn: 'a social security number',
      contact_email: 'an email address',
      date_of_birth: 'a date of birth',
      phone_number: "a person's telephone number or address",
      zip_code: "a person's telephone number or address",
      hired_date: 'a date of a working life',
      status: "a person's work",
      gross_pay: 'pay',
      annualized_income: 'pay',
      overtime: 'pay',
      additional_notes: 'free text about a person',
      content: 'a document about a person',
      credentials_session_token: 'a secret',
    };
    const properties = Object.keys(meanings).map((name) => `${name}: { type: string }`);
    expect(await lint('personal-data', personWith(properties.join('\n    ')))).toEqual(
      Object.entries(meanings).map(
        ([name, meaning]) => `\`Person.${name}\` is named like ${meaning}: ${repair}`,
      ),
    );
  });

  it('wants the mark beside a $ref, not behind it', async () => {
    const person = personWith('salary: { $ref: "#/components/schemas/Money" }');
    expect(await lint('personal-data', `${person}\n    Money: { type: string, x-pii: true }`)).toEqual([
      `\`Person.salary\` is named like pay: ${repair}`,
    ]);
  });

  it('is asked of parameters too', async () => {
    const broken = withPaths('/a: { parameters: [{ name: X-Hook-Token, in: header }] }');
    expect(await lint('personal-data', broken)).toEqual([
      `\`X-Hook-Token\` is named like a secret: ${repair}`,
    ]);
  });
});

describe('a company', () => {
  it('has a public telephone number and address', async () => {
    const company = withSchemas(
      'TargetCompany:\n  type: object\n  properties:\n    phone_number: { type: string }\n    city: { type: string }',
    );
    expect(await lint('personal-data', company)).toEqual([]);
  });

  it('is not the person that an order asks it about', async () => {
    const target = withSchemas(
      'TargetEmployerTargetInput:\n  type: object\n  properties:\n    phone_number: { type: string }',
    );
    expect(await lint('personal-data', target)).toEqual([
      `\`TargetEmployerTargetInput.phone_number\` is named like a person's telephone number or address: ${repair}`,
    ]);
  });
});

describe('a document', () => {
  const pdf = (mark: string) =>
    withPaths(
      `/a: { get: { responses: { "200": { content: { application/pdf: { schema: { type: string${mark} } } } } } } }`,
    );

  it('is personal data as a whole', async () => {
    expect(await lint('personal-data', pdf(''))).toEqual([
      '`application/pdf` is the type of a document about a person: write `x-pii: true` into its schema, or `x-pii: false # why`.',
    ]);
    expect(await lint('personal-data', pdf(', x-pii: true'))).toEqual([]);
  });
});

describe('x-pii', () => {
  it('is true or false', async () => {
    expect(await lint('personal-data', personWith('ssn: { type: string, x-pii: "yes" }'))).toEqual([
      '`x-pii` of `Person.ssn` is neither true nor false: write `x-pii: true`.',
    ]);
  });

  it('gives a reason for false', async () => {
    expect(await lint('personal-data', personWith('title:\n      type: string\n      x-pii: false'))).toEqual(
      [
        '`x-pii: false` of `Person.title` does not say why: write the reason behind it, as `x-pii: false # why`.',
      ],
    );
    const kept = personWith("title:\n      type: string\n      x-pii: false # a book's");
    expect(await lint('personal-data', kept)).toEqual([]);
  });
});
