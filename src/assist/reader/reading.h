/* assist/reader/reading.h - one query being read: opening, its kept lines, its questions. */
#pragma once
#include "assist/reader/reader_impl.h"

/* Reads the text and what is kept of it.  E_NOTFOUND. */
tensen_status reading_open(
    reading *now, reader *by, tensen_searcher *searcher, const tensen_query *q, tensen_error *err);
void reading_close(reading *now); /* twice is harmless */
/* Put a line of the readings into its place of x, if it is of this model, prompt and text; its
 * count is raised.  0: out of memory. */
int reading_take_line(reading *now, json_object *line);
/* 1: a list had this line. */
int reading_has_seen(const reading *now, uint32_t line);
/* The system's part of a question; free(). */
char *reading_system(const reading *now, role which);
/* Bytes of a text, less where the model's context is short. */
size_t reader_room(const reader *by, size_t wanted);

/* All steps; with now->chat NULL nothing is asked. */
tensen_status reading_steps(reading *now);
/* Add what it lacks. */
tensen_status reading_lacks(reading *now, reader_lack *out);

/* The steps.  Each asks what is lacking, keeps the answers and takes them into x. */

/* What the documents are about, by how many; of the reader. */
tensen_status reading_subjects(const char **out, reading *now);

/* 1: another round is due: as many as are wanted, while they bring something and the model does not say
 * that it is enough. */
int reading_says_more(const reading *now);

/* One round of statements more; *said 0: the model gave no answer, or says that it is enough. */
tensen_status reading_say(reading *now, int *said);

/* Statement n of all rounds, from 0; NULL: there is none. */
const char *reading_statement(const reading *now, size_t n);

/* A line of a list. */
typedef struct list_line {
	char *id, *title, *shown; /* shown: as the model reads it, without its number */
	uint32_t mark;            /* of id and text: a changed document is another line */
	int statement;            /* that found it, from 0; -1: the whole text */
	int title_only;           /* nothing else is known of it */
	double score;             /* of the reranker, among the lines of its statement */
	size_t turn;              /* its place there */
} list_line;
typedef struct title_list {
	list_line *v;
	size_t n;
	int cut; /* there were more lines */
} title_list;
/* The lists of all statements, and of the whole text outside the own fields, without the own
 * family, without lines that were seen and documents that are judged; at most LIST_MAX. */
#define LIST_MAX 200
tensen_status reading_look(reading *now, title_list *out);
/* After a list was screened: if all its lines were seen and none was left out, later rounds do not
 * make the lists of these statements again. */
void reading_looked(reading *now, const title_list *titles);
/* With --rerank: the best lines of each statement, at most RERANK_KEPT.  If the reranker does not
 * answer, the list stays as it is. */
#define RERANK_KEPT 40
tensen_status reading_rerank(reading *now, title_list *titles);
void list_clear(title_list *titles);

/* Keeps which documents of a list are worth reading, at most `most`. */
tensen_status reading_screen(reading *now, const title_list *titles, size_t most);
/* Grades of all that was picked and has none. */
tensen_status reading_judge(reading *now);
int reading_all_graded(const reading *now);
/* What was liked is read again among others. */
tensen_status reading_doubt(reading *now);
/* The same of a need with these patents, as far as it has no answer of today's texts. */
tensen_status reading_meet(reading *now, const char *const *ids, size_t n);
