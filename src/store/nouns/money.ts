/** SQL for an amount in cents as people read it: `$1,200`, `$4.50`. Cents are shown when there are any. */
export const formatted = (symbol: string, cents: string) =>
  `(${symbol} || to_char(${cents} / 100.0, case when ${cents} % 100 = 0 then 'FM999,999,999,999,990' else 'FM999,999,999,999,990.00' end))`

/** SQL for the value of an opportunity with its period: `$1,200 monthly`; empty when there is no value. */
export const valueFormatted = (
  organization: string,
  cents: string,
  period: string,
  otherCurrency = 'null::text',
) => `case when ${cents} is null then ''
  else ${formatted(`coalesce(${otherCurrency} || ' ', ${organization}.currency_symbol)`, cents)} ||
    case ${period} when 'monthly' then ' monthly' when 'annual' then ' annual' else '' end end`
