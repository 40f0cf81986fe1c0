/* cli/terminal/progress.c - drawing the bar; asking long work to stop.
 *
 * RULES  The line is redrawn at most ten times a second: a write to a slow
 *        terminal must not slow the work.  The stop flag is the program's only
 *        global: a signal handler can reach nothing else. */
#include "cli/terminal/progress.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define DRAW_EVERY 0.1 /* seconds between two drawings */
#define BAR_CELLS 20

static volatile sig_atomic_t stop_requested;

static void
ask_stop(int number)
{
	stop_requested = number;
}

/* As in util/clock.h, which belongs to the library: programs include only <tensen/...>. */
static double
progress_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int
progress_stopped(void)
{
	return stop_requested;
}

progress
progress_start(tensen_lang lang, int quiet)
{
	struct sigaction stop = {.sa_handler = ask_stop, .sa_flags = (int)SA_RESETHAND};
	progress p = {.lang = lang, .columns = 80, .began = progress_now()};
	struct winsize w;

	p.since = p.began;
	p.draw = !quiet && isatty(STDERR_FILENO);
	if (p.draw && ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		p.columns = w.ws_col;
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	return p;
}

/* Names of the stages for users; a stage that is not listed is shown as it is. */
static const char *
stage_name(const char *stage, tensen_lang lang)
{
	static const char *const ja[][2] = {{"read", "読み込み"}, {"understand", "語の切り出し"},
	    {"svd", "潜在意味"}, {"write", "書き込み"}, {"encode", "符号化"}, {"evaluate", "評価"},
	    {"scan", "全件調査"}, {"count", "語彙の整理"}, {"list", "書誌の整理"},
	    {"fold", "ベクトル化"}, {"model", "言語モデル"}, {"patents", "特許"}};

	if (lang == TENSEN_JA)
		for (size_t i = 0; i < sizeof ja / sizeof *ja; i++)
			if (strcmp(ja[i][0], stage) == 0)
				return ja[i][1];
	return stage;
}

static void
print_time_left(double seconds, tensen_lang lang)
{
	unsigned long s = seconds > 0 ? (unsigned long)seconds : 0;

	fputs(lang == TENSEN_JA ? "  残り " : "  left ", stderr);
	if (s >= 3600)
		fprintf(stderr, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
	else
		fprintf(stderr, "%lu:%02lu", s / 60, s % 60);
}

static void
progress_draw(const progress *bar, unsigned long long done, unsigned long long total, double spent)
{
	double rate = spent > 0.5 && done > bar->first ? (double)(done - bar->first) / spent : 0;
	unsigned cells = total ? (unsigned)((double)BAR_CELLS * (double)done / (double)total) : 0;

	fprintf(stderr, "\r\033[K%s", stage_name(bar->stage, bar->lang));
	if (total && bar->columns >= 70) {
		fputs("  [", stderr);
		for (unsigned i = 0; i < BAR_CELLS; i++)
			fputc(i < cells ? '#' : '.', stderr);
		fputc(']', stderr);
	}
	if (total)
		fprintf(stderr, "  %llu/%llu", done, total);
	else
		fprintf(stderr, "  %llu", done);
	if (rate > 0)
		fprintf(stderr, rate < 10 ? "  %.1f/s" : "  %.0f/s", rate);
	if (rate > 0 && total > done)
		print_time_left((double)(total - done) / rate, bar->lang);
	if (bar->note[0])
		fprintf(stderr, "  %s", bar->note);
	else if (bar->columns >= 80)
		fprintf(stderr, "  %.0f MB", (double)progress_memory() / 1e6);
	fflush(stderr);
}

unsigned long long
progress_memory(void)
{
	struct rusage use;

	return getrusage(RUSAGE_SELF, &use) == 0 ? (unsigned long long)use.ru_maxrss * 1024 : 0;
}

double
progress_seconds(const progress *bar)
{
	return progress_now() - bar->began;
}

/* Adds the time up to now to the current stage, then begins `stage` (NULL: none). */
static void
count_stage(progress *bar, const char *stage, unsigned long long done, double t)
{
	unsigned i = 0;

	if (bar->n_stages && stage && strcmp(bar->stages[bar->at].stage, stage) == 0) {
		bar->stages[bar->at].done = done;
		return;
	}
	if (bar->n_stages)
		bar->stages[bar->at].seconds += t - bar->since;
	bar->since = bar->n_stages ? t : bar->since; /* the first stage begins with the work */
	if (!stage)
		return;
	while (i < bar->n_stages && strcmp(bar->stages[i].stage, stage) != 0)
		i++;
	if (i == PROGRESS_STAGES)
		i--;
	else if (i == bar->n_stages)
		bar->stages[bar->n_stages++] = (stage_time){stage, 0, 0};
	bar->at = i;
	bar->stages[i].done = done;
}

int
progress_step(const char *stage, unsigned long long done, unsigned long long total, void *payload)
{
	progress *p = payload;
	double t;

	t = progress_now();
	count_stage(p, stage, done, t);
	if (stop_requested || !p->draw)
		return stop_requested != 0;
	if (!p->stage || strcmp(p->stage, stage) != 0) {
		p->stage = stage;
		p->started = t;
		p->first = done;
		p->last = 0;
	}
	if (t - p->last < DRAW_EVERY && !(total && done == total))
		return 0;
	p->last = t;
	p->drawn = 1;
	progress_draw(p, done, total, t - p->started);
	return 0;
}

void
progress_end(progress *bar)
{
	count_stage(bar, NULL, 0, progress_now());
	if (bar->drawn)
		fputs("\r\033[K", stderr);
	bar->drawn = 0;
}
