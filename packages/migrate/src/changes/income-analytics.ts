import { isObject } from '../fields.ts';
import { currencyToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import { noteAmount } from '../money.ts';
import type { Notes } from '../note.ts';
import { byTable } from '../values.ts';

// The same shape. Money without an amount is an object with null in it, where 2019-10-15 has null.

export function incomeAnalyticsFromLater(
  analytics: Later.OrderIncomeAnalytics | null | undefined,
  notes: Notes,
): Pick<Legacy.Report, 'income_analytics'> {
  if (!isObject(analytics)) return {};
  const { annualized_income: income, income_volatility: volatility } = analytics;
  const inIncome = notes.at('annualized_income');
  return {
    income_analytics: {
      annualized_income: isObject(income)
        ? {
            base_amount: moneyFromLater(income.base_amount, inIncome.at('base_amount')),
            gross_amount: moneyFromLater(income.gross_amount, inIncome.at('gross_amount')),
            short_employment_warning: income.short_employment_warning,
            stale_data_warning: income.stale_data_warning,
            variable_income_warning: income.variable_income_warning,
          }
        : null,
      income_volatility: isObject(volatility)
        ? { gross_income_volatility: volatility.gross_income_volatility }
        : null,
    },
  };
}

function moneyFromLater(money: Later.OrderMoney | null | undefined, notes: Notes): Legacy.Money | null {
  if (typeof money?.amount !== 'string') return null;
  noteAmount(money.amount, notes.at('amount'));
  const { to: currency } = byTable(money.currency, currencyToLegacy);
  if (currency === undefined) notes.at('currency').add('assumed', 'It is null. All amounts are US dollars.');
  return { amount: money.amount, currency: currency ?? 'USD' };
}
