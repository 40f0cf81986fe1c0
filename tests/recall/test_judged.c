/* Terms and functions against what a person marked: tests/judged/sentences.tsv,
 * whose disagreements were read and used, and held-out.tsv, which was marked later.
 *
 * Precision, recall and F1 of compounds, functions and sections are printed and
 * the first two asserted; VERBOSE=1 lists every disagreement.  A function is right
 * when object and class of the verb are (抑える and 防ぐ are one class, so the
 * marks may use the sentence's own verb); its generalization is not judged.  A
 * compound that the dictionary has as one word is found, though it is a word. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "text/analyzer.h"
#include "text/lexicon.h"
#include "text/sections.h"
#include "util/files/file.h"
#include "util/strtab.h"

typedef struct score {
	unsigned right, found, marked, recalled;
} score;

typedef struct judge {
	models *models;
	analyzer *analyzer;
	analysis *analysis;
	sectioner *sectioner;
	lexicon words;
	score compounds, functions, sections, views;
	int verbose;
} judge;

/* A mark in the form of the program: the class of the verb in its usual spelling. */
static void
mark_form(const judge *j, span mark, buf *out)
{
	size_t at = span_find(mark, SPAN_LIT(">"), 0);
	span action;

	buf_reset(out);
	if (at == (size_t)-1) {
		buf_span(out, mark);
		return;
	}
	buf_span(out, span_sub(mark, 0, at + 1));
	action = span_sub(mark, at + 1, mark.n);
	lexicon_resolve(&j->words, &action);
	buf_span(out, lexicon_action(&j->words, action));
}

static void
read_marks(const judge *j, span column, strtab *out)
{
	buf form = BUF_INIT;

	while (column.n) {
		size_t blank = span_find(column, SPAN_LIT(" "), 0);
		span one = span_sub(column, 0, blank == (size_t)-1 ? column.n : blank);
		if (!span_eq(one, SPAN_LIT("-"))) {
			mark_form(j, one, &form);
			strtab_add(out, (span){form.p, form.n});
		}
		column = span_sub(column, one.n + 1, column.n);
	}
	buf_clear(&form);
}

static void
report(const judge *j, const char *what, span which, span sentence)
{
	if (j->verbose)
		printf(
		    "%-18s %.*s\t%.*s\n", what, (int)which.n, which.p, (int)sentence.n, sentence.p);
}

/* Terms of one kind, without generalizations of functions. */
static void
read_terms(const term *t, size_t n, int kind, strtab *out)
{
	for (size_t i = 0; i < n; i++) {
		int general = kind == TERM_FUNCTION && i > 0 && t[i - 1].kind == kind &&
			      t[i - 1].at == t[i].at && t[i - 1].to == t[i].to;
		if (t[i].kind == kind && !general)
			strtab_add(out, t[i].s);
	}
}

static void
compare(judge *j, score *s, const char *const names[2], const strtab *marks, const strtab *found,
    const strtab *also, span sentence)
{
	for (uint32_t i = 0; i < found->n; i++) {
		span one = strtab_get(found, i);
		s->found++;
		if (strtab_find(marks, one) != STRTAB_NONE)
			s->right++;
		else
			report(j, names[0], one, sentence);
	}
	for (uint32_t i = 0; i < marks->n; i++) {
		span one = strtab_get(marks, i);
		s->marked++;
		if (strtab_find(found, one) != STRTAB_NONE ||
		    (also && strtab_find(also, one) != STRTAB_NONE))
			s->recalled++;
		else
			report(j, names[1], one, sentence);
	}
}

static void
judge_kind(judge *j, score *s, int kind, const term *t, size_t n, span column, span sentence)
{
	static const char *const compound[] = {"compound too much", "compound missed"};
	static const char *const function[] = {"function too much", "function missed"};
	strtab marks, found, also;

	strtab_init(&marks);
	strtab_init(&found);
	strtab_init(&also);
	read_marks(j, column, &marks);
	read_terms(t, n, kind, &found);
	if (kind == TERM_COMPOUND)
		read_terms(t, n, TERM_WORD, &also);
	compare(j, s, kind == TERM_COMPOUND ? compound : function, &marks, &found, &also, sentence);
	strtab_clear(&marks);
	strtab_clear(&found);
	strtab_clear(&also);
}

static void
judge_section(judge *j, span want, span sentence)
{
	section_piece p[8];
	size_t n = sectioner_cut(j->sectioner, sentence, p, 8);
	const char *name = n ? section_names[p[0].what] : "other";

	/* a sentence without a cue is SEC_OTHER, which the views take for means */
	j->views.marked++;
	j->views.found++;
	if (span_eq(want, span_of(strcmp(name, "other") ? name : "means"))) {
		j->views.right++;
		j->views.recalled++;
	}
	j->sections.marked++;
	j->sections.found += n && p[0].what != SEC_OTHER;
	if (span_eq(want, span_of(name))) {
		j->sections.right++;
		j->sections.recalled++;
	} else
		report(j, name, want, sentence);
}

static double
f1(const char *what, const score *s)
{
	double p = s->found ? (double)s->right / s->found : 0;
	double r = s->marked ? (double)s->recalled / s->marked : 0;
	double f = p + r > 0 ? 2 * p * r / (p + r) : 0;

	printf("%-10s marked %3u found %3u precision %.3f recall %.3f F1 %.3f\n", what, s->marked,
	    s->found, p, r, f);
	return f;
}

static void
judge_open(judge *j)
{
	analyzer_opts opts = {0};
	tensen_error err = {0};

	memset(j, 0, sizeof *j);
	j->verbose = getenv("VERBOSE") != NULL;
	assert_int_equal(models_open(&j->models, NULL, &err), TENSEN_OK);
	opts.models = j->models;
	if (analyzer_new(&j->analyzer, &opts, &err) < 0)
		fail_msg("%s", err.message);
	assert_int_equal(analysis_new(&j->analysis, j->analyzer, &err), TENSEN_OK);
	assert_int_equal(sectioner_new(&j->sectioner, j->models, &err), TENSEN_OK);
	assert_int_equal(lexicon_load(&j->words, j->models, &err), TENSEN_OK);
}

static void
judge_close(judge *j)
{
	lexicon_clear(&j->words);
	sectioner_free(j->sectioner);
	analysis_free(j->analysis);
	analyzer_free(j->analyzer);
	models_close(j->models);
}

static void
judge_file(judge *j, span text)
{
	tsv file = {.file = text};
	span col[5];
	size_t n_terms;
	const term *t;

	while (tsv_next(&file, col, 5) == 5) {
		assert_int_equal(analysis_run(j->analysis, col[2], &t, &n_terms, NULL), TENSEN_OK);
		judge_kind(j, &j->compounds, TERM_COMPOUND, t, n_terms, col[3], col[2]);
		judge_kind(j, &j->functions, TERM_FUNCTION, t, n_terms, col[4], col[2]);
		judge_section(j, col[1], col[2]);
	}
}

static void
check_file(const char *path, unsigned sentences)
{
	judge j;
	filemap f;
	tensen_error err = {0};
	double compounds, functions;

	if (filemap_open(&f, path, &err) < 0)
		fail_msg("run from the top folder: %s", err.message);
	judge_open(&j);
	judge_file(&j, (span){(const char *)f.p, f.n});
	printf("%s\n", path);
	compounds = f1("compounds", &j.compounds);
	functions = f1("functions", &j.functions);
	f1("sections", &j.sections);
	f1("in views", &j.views);
	assert_int_equal(j.sections.marked, sentences);
	assert_true(compounds >= 0.9);
	assert_true(functions >= 0.75);
	judge_close(&j);
	filemap_close(&f);
}

static void
compounds_and_functions_are_those_a_person_marks(void **state)
{
	(void)state;
	check_file("tests/judged/sentences.tsv", 150);
}

static void
so_they_are_in_sentences_held_out(void **state)
{
	(void)state;
	check_file("tests/judged/held-out.tsv", 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compounds_and_functions_are_those_a_person_marks),
	    cmocka_unit_test(so_they_are_in_sentences_held_out),
	};
	return cmocka_run_group_tests_name("judged", tests, NULL, NULL);
}
