/** What the store on this machine sells in; a deployed one names its own. */
export const localCurrency = 'USD';
