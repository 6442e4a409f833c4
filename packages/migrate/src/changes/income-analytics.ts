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
  const { amount, currency } = money;
  noteAmount(amount, notes.at('amount'));
  if (currency === null) return { amount, currency };
  const { to } = byTable(currency, currencyToLegacy);
  if (to !== undefined) return { amount, currency: to };
  notes
    .at('currency')
    .add('reject', 'Not US dollars, which are all that 2019-10-15 has. The amount is null.');
  return null;
}
