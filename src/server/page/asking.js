/* asking.js - what the server is asked with, from a state and from what was judged. */

import { graded, grades } from "./keeping.js";
import { aspects, combined, corrections, filters, languages, subject } from "./state.js";

export const TO_TRIAGE = 40; /* a person grades them in two minutes */

const shared = (s, lang) => ({ ...subject(s), ...filters(s), ...languages(s), ...corrections(s), ...aspects(s), grade: grades(s), lang });

/* As many ideas as without grades, and all that a person graded 2 or 3. */
const IDEAS = 12, MOST = 100;
const withGood = (n, s) => Math.min(MOST, n + graded(s).filter((x) => x.grade >= 2).length);

export const forIdeas = (s, lang) => ({ ...shared(s, lang), k: withGood(IDEAS, s), boldness: s.boldness });
/* The best of a patent in a list of them; what was graded counts there, too. */
export const forPortfolio = (id, n, lang) => ({ id, grade: grades({ id }), k: withGood(n, { id }), lang });
/* Those that are graded already take no place of the others. */
export const forTriage = (s, lang) => ({ ...shared(s, lang), n: TO_TRIAGE + grades(s).length });
export const forCombine = (s, lang) => ({ ...filters(s), ...languages(s), ...aspects(s), grade: grades(s), k: withGood(IDEAS, s), id: combined(s), lang });
