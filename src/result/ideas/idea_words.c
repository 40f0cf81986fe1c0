/* result/ideas/idea_words.c - see idea_words.h. */
#include "result/ideas/idea_words.h"

const column_word aspect_words[TENSEN_N_ASPECT_KINDS + 1] = {
    [TENSEN_ASPECT_WHOLE] = {"whole", {"全文", "whole text"}},
    [TENSEN_ASPECT_PROBLEM] = {"problem", {"課題", "problem"}},
    [TENSEN_ASPECT_EFFECT] = {"effect", {"効果", "effect"}},
    [TENSEN_ASPECT_USE] = {"use", {"記載の用途", "named use"}},
    [TENSEN_ASPECT_ELSEWHERE] = {"elsewhere", {"ほかの業種の物", "things of other trades"}},
    [TENSEN_ASPECT_GIVEN] = {"given", {"加えた観点", "given"}},
    [TENSEN_ASPECT_SAID] = {"model", {"言語モデルの観点", "language model"}},
};
const column_word shelf_words[] = {{"new", {"新しい用途", "new use"}},
    {"precedent", {"先例のある用途", "precedent"}}, {"family", {"同じ製品系列", "own family"}},
    {"unsaid", {"区分の記載なし", "kind not given"}}, {.name = NULL}};
const char *const person_words[2] = {"人", "a person"};
