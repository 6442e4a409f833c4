import { person, verificationInput } from '@truework-legacy/spec/test-data';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fill, key, views, visit } from './inspector-under-test.ts';

/** Presses Tab until the focus is on an element, as somebody without a mouse does. */
async function tabTo(page: Page, name: string | RegExp, role: 'button' | 'link'): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to the ${role} ${name}.`);
}

describe('the inspector', () => {
  it('loads without a message in the console, from one host, under a policy that allows nothing else', () =>
    visit(async (visited) => {
      await fill(visited);
      const { page, url } = visited;
      const complaints: string[] = [];
      const outside: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(`${url}/_sandbox/`)) outside.push(request.url());
      });
      const response = await page.goto(`${url}/_sandbox/`);
      expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
      for (const view of views) {
        await page.goto(`${url}/_sandbox/#${view}`);
        await page.locator(`nav a[href="#${view}"][aria-current="page"]`).waitFor();
        await page.locator('main section').first().waitFor();
      }
      expect(complaints).toEqual([]);
      expect(outside).toEqual([]);
    }));

  it('shows a request as soon as it has a response, and leaves what is unfolded as it is', () =>
    visit(async ({ page, url, api }) => {
      await page.goto(`${url}/_sandbox/`);
      await page.getByRole('heading', { name: 'No key has been used yet' }).waitFor();
      await api('POST', '/verification-requests/', verificationInput);
      const rows = page.getByRole('list', { name: 'Requests, newest first' }).locator('summary');
      await rows.getByText('/verification-requests/').waitFor();
      await rows.first().click();
      await page.getByRole('group', { name: 'Response body' }).waitFor();
      await api('GET', '/companies/');
      await rows.getByText('/companies/').waitFor();
      expect(await rows.count()).toBe(2);
      expect(await page.getByRole('group', { name: 'Response body' }).isVisible()).toBe(true);
    }));

  it('shows no key and no personal data until it is asked to', () =>
    visit(async (visited) => {
      await fill(visited);
      const { page, url } = visited;
      for (const view of views) {
        await page.goto(`${url}/_sandbox/#${view}`);
        await page.locator('main section').first().waitFor();
        const text = await page.locator('body').innerHTML();
        expect(text).not.toContain(key);
        expect(text).not.toMatch(/Zoë|000-00-0000/);
      }
      await page.goto(`${url}/_sandbox/#verifications`);
      await page.getByRole('button', { name: 'Personal data' }).click();
      await page.getByText(`${person.first_name} ${person.last_name}`).first().waitFor();
    }));

  it('can be used without a mouse', () =>
    visit(async ({ page, url, api }) => {
      const { id } = await api('POST', '/verification-requests/', verificationInput);
      await page.goto(`${url}/_sandbox/`);
      await page.getByText('/verification-requests/').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
      await tabTo(page, 'Verifications', 'link');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'processing', exact: true }).waitFor();
      await tabTo(page, 'processing', 'button');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'action-required' }).waitFor();
      expect((await api('GET', `/verification-requests/${id}`)).state).toBe('processing');
    }));

  it('finds a verification by its loan, its state and its person, without a mouse', () =>
    visit(async ({ page, url, api }) => {
      for (const [loan_id, first_name] of [
        ['L-20011', 'Zoë'],
        ['L-20012', 'Robin'],
      ]) {
        await api('POST', '/verification-requests/', {
          ...verificationInput,
          loan_id,
          metadata: { branch: 'North' },
          target: { ...verificationInput.target, first_name },
        });
      }
      const { id } = await api('POST', '/verification-requests/', verificationInput);
      await api('PUT', `/verification-requests/${id}/cancel`, { cancellation_reason: 'other' });
      await page.goto(`${url}/_sandbox/#verifications`);
      const cards = page.getByRole('list', { name: 'Verifications, newest first' }).getByRole('heading');
      await expect.poll(() => cards.count()).toBe(3);
      expect(await page.getByText('L-20011').first().isVisible()).toBe(true);
      const field = page.getByRole('searchbox', { name: 'Search' });
      await page.locator('nav a').last().focus();
      await page.keyboard.press('Tab');
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
      for (const [text, found] of [
        ['20012', '1 found'],
        ['l-2001', '2 found'],
        ['canceled', '1 found'],
        [id, '1 found'],
        ['Robin', '0 found'],
      ] as const) {
        await page.keyboard.press('Control+A');
        await page.keyboard.type(text);
        await page.getByRole('status').getByText(found, { exact: true }).waitFor();
      }
      await page.getByText('Names and numbers are searched only while personal data is shown.').waitFor();
      await page.getByRole('button', { name: 'Personal data' }).click();
      await page.getByRole('heading', { name: `Robin ${person.last_name}` }).waitFor();
      await expect.poll(() => cards.count()).toBe(1);
      await page.getByText('References').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('group', { name: /^References of the verification/ }).waitFor();
      const references = page.getByRole('group', { name: /^References of the verification/ });
      expect(JSON.parse((await references.textContent()) ?? '')).toEqual({
        id: expect.any(String),
        loan_id: 'L-20012',
        metadata: { branch: 'North' },
      });
      await field.fill('');
      await expect.poll(() => cards.count()).toBe(3);
    }));

  it('lets time pass, and says what happened', () =>
    visit(async ({ page, url, api }) => {
      await api('POST', '/verification-requests/', verificationInput);
      await page.goto(`${url}/_sandbox/#verifications`);
      await page.getByText('due in 200 ms').waitFor();
      await page.getByRole('button', { name: 'Go there' }).click();
      await page.getByText('became processing').waitFor();
      await page.getByRole('textbox', { name: 'Another span of time' }).fill('36 hours');
      await page.getByRole('button', { name: 'Advance' }).click();
      await page.getByText('became completed').waitFor();
      await page.getByText('1 d 12 h ahead').waitFor();
      await page.getByRole('textbox', { name: 'Another span of time' }).fill('soon');
      await page.getByRole('button', { name: 'Advance' }).click();
      await page.getByRole('alert').getByText('"soon" is not a duration').waitFor();
    }));

  it('injects faults, and removes them', () =>
    visit(async ({ page, url, api, sandbox }) => {
      await api('GET', '/companies/');
      await page.goto(`${url}/_sandbox/#faults`);
      await page.getByRole('combobox', { name: 'Fault', exact: true }).selectOption('status');
      await page.getByRole('combobox', { name: 'Applies to' }).selectOption('searchCompanies');
      await page.getByRole('textbox', { name: 'code' }).fill('503');
      await page.getByRole('spinbutton', { name: 'Times' }).fill('1');
      await page.getByRole('button', { name: 'Add fault' }).click();
      await page.getByText('0 of 1 done').waitFor();
      await api('GET', '/companies/');
      await page.getByText('1 of 1 done').waitFor();
      await page.getByRole('button', { name: /^Remove status/ }).click();
      await page.getByText('Everything works.').waitFor();
      expect(sandbox.tenant(key).faults.list()).toEqual([]);
    }));

  it('adds a webhook endpoint, shows what was sent, and repeats it', () =>
    visit(async ({ page, url, api, received }) => {
      await api('GET', '/companies/');
      await page.goto(`${url}/_sandbox/#webhooks`);
      await page.getByLabel('URL').fill('https://receiver.example/hook');
      await page.getByRole('button', { name: 'Add endpoint' }).click();
      await page.getByRole('button', { name: 'Remove https://receiver.example/hook' }).waitFor();
      await api('POST', '/verification-requests/', verificationInput);
      await page.getByRole('button', { name: '+ 1 minute' }).click();
      await page.getByText('verification_request.state.change: 204').first().waitFor();
      const deliveries = page.getByRole('list', { name: 'Deliveries, newest first' }).locator('summary');
      await deliveries.nth(1).waitFor();
      await deliveries.first().click();
      await page.getByRole('button', { name: 'Redeliver' }).first().click();
      await page.getByText('2 attempts').waitFor();
      expect(received).toHaveLength(3);
      expect(received[2]).toBe(received[1]);
      await page.getByRole('button', { name: 'Remove https://receiver.example/hook' }).click();
      await page.getByText('None yet.').waitFor();
    }));

  it('logs in to a credentials session', () =>
    visit(async ({ page, url, api }) => {
      await api('POST', '/credentials/session', {
        ...verificationInput,
        use_case: 'mortgage',
        target: { ...verificationInput.target, social_security_number: '000-20-0000' },
      });
      await page.goto(`${url}/_sandbox/#verifications`);
      await page.getByRole('button', { name: /^Log in/ }).click();
      await page.getByText('success').waitFor();
      await page.getByRole('list', { name: 'Verifications, newest first' }).waitFor();
    }));

  it('resets a key, when that is confirmed', () =>
    visit(async ({ page, url, api, sandbox }) => {
      await api('POST', '/verification-requests/', verificationInput);
      await page.goto(`${url}/_sandbox/#tenant`);
      await page.getByRole('button', { name: 'Reset …' }).click();
      await page.getByRole('button', { name: 'Keep it' }).click();
      expect(sandbox.tenant(key).verifications.count()).toBe(1);
      await page.getByRole('button', { name: 'Reset …' }).click();
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      await expect.poll(() => sandbox.tenant(key).verifications.count()).toBe(0);
    }));

  it('takes a snapshot to a file, and restores it', () =>
    visit(async ({ page, url, api, sandbox }) => {
      await api('POST', '/verification-requests/', verificationInput);
      await page.goto(`${url}/_sandbox/#tenant`);
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download a snapshot' }).click();
      const file = await (await downloading).path();
      sandbox.tenant(key).reset();
      await page.getByLabel('Restore a snapshot').setInputFiles(file);
      await expect.poll(() => sandbox.tenant(key).verifications.count()).toBe(1);
    }));

  it('shows requests that had no valid key', () =>
    visit(async ({ page, url }) => {
      await fetch(`${url}/verification-requests/`);
      await page.goto(`${url}/_sandbox/`);
      await page.getByRole('button', { name: 'Show them' }).click();
      await page.locator('summary').getByText('401').waitFor();
    }));

  it('says when the sandbox is gone', () =>
    visit(async ({ page, url, stop }) => {
      await page.goto(`${url}/_sandbox/`);
      await page.getByText('Live', { exact: true }).waitFor();
      await stop();
      await page.getByText('Not running').waitFor();
    }));
});
