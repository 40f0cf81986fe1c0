/* tensen/limits.h - how much one call takes.
 *
 * The library, the command and the HTTP server read these numbers.  A value above its limit
 * is an error (TENSEN_E_ARG, exit code 2, HTTP status 400); nothing is cut off without a
 * word.  The server accepts less than some of them (src/server/API.md). */
#pragma once

/* WIPO's technology fields, numbered from 1. */
#define TENSEN_N_FIELDS 35

/* Hits of one search, or of each group; groups of one search.  A million hits are 0.4 GB
 * of JSON (393 bytes each on Japanese abstracts); `offset` gives the rest page by page. */
#define TENSEN_HITS_MAX 1000000
#define TENSEN_GROUPS_MAX 1000000
/* Ideas of one query. */
#define TENSEN_IDEAS_MAX 1000
/* Patents offered for one need: each is read and quoted, 1,000 of them in about 0.1 s. */
#define TENSEN_OFFERS_MAX 1000
/* Documents that tensen_combine() takes, and tensen_ideas_together(). */
#define TENSEN_COMBINE_MAX 4
#define TENSEN_TOGETHER_MAX 1000
/* Words that a query is corrected by: those dropped, and as many added. */
#define TENSEN_WORDS_MAX 32
/* Bytes of a query's text: more than any patent, less than a wrong file. */
#define TENSEN_TEXT_MAX (64u << 20)
/* Ideas on the page of tensen_report(). */
#define TENSEN_REPORT_IDEAS_MAX 50
/* Resamples of a bootstrap, documents drawn by tensen_bench(). */
#define TENSEN_BOOTSTRAP_MAX 1000000
#define TENSEN_BENCH_QUERIES_MAX 1000000
/* Patents at least to whose grades the weight of vectors is fitted. */
#define TENSEN_WEIGHT_PATENTS 5
/* LSA dimensions; threads of one call. */
#define TENSEN_DIMS_MAX 1024
#define TENSEN_THREADS_MAX 1024
/* Numbers of a vector of a model. */
#define TENSEN_VECTOR_DIMS_MAX 4096

/* Aspects given by the caller, and the bytes of one: an aspect is one short statement. */
#define TENSEN_ASPECTS_MAX 50
#define TENSEN_ASPECT_BYTES 2000
/* Candidates of one query: a person triages forty in two minutes. */
#define TENSEN_CANDIDATES_MAX 1000
/* Judged documents of one query. */
#define TENSEN_JUDGEMENTS_MAX 10000
