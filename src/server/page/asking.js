/* asking.js - what the server is asked with, from a state and from what was judged. */

import { grades } from "./keeping.js";
import { aspects, combined, corrections, filters, languages, subject } from "./state.js";

export const TO_TRIAGE = 40; /* a person grades them in two minutes */

const shared = (s, lang) => ({ ...subject(s), ...filters(s), ...languages(s), ...corrections(s), ...aspects(s), grade: grades(s), lang });

export const forIdeas = (s, lang) => ({ ...shared(s, lang), boldness: s.boldness });
/* Those that are graded already take no place of the others. */
export const forTriage = (s, lang) => ({ ...shared(s, lang), n: TO_TRIAGE + grades(s).length });
export const forCombine = (s, lang) => ({ ...filters(s), ...languages(s), ...aspects(s), grade: grades(s), id: combined(s), lang });
