const ORDER = ["reader", "operator", "administrator"];

/** Who is signed in; `away` while he is asked to sign in, when nothing need be asked of the server. */
export const session = { who: null, away: true };

/** What the role may not do is not offered; the server refuses it all the same. */
export const may = role => ORDER.indexOf(session.who?.role) >= ORDER.indexOf(role);

/** The roles, for whoever gives one. */
export const ROLES = [["reader", "Reader: looks at everything, changes nothing"], ["operator", "Operator: also lets things run"],
    ["administrator", "Administrator: configures"]];
