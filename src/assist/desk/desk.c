/* assist/desk/desk.c - see desk.h.
 *
 * LOCK  Jobs and the count of requests change under the lock only.  The thread works without
 *       it on the job that is JOB_RUNNING: nobody else ends that one. */
#include "assist/desk/desk.h"
#include "assist/json.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assist/chat/endpoint.h"
#include "assist/failure.h"

#define JOB_LINES 8      /* words for people that one job keeps */
#define JOB_LINE_MAX 400 /* bytes of one */

typedef enum job_state {
	JOB_FREE,
	JOB_WAITING,
	JOB_RUNNING,
	JOB_DONE,
	JOB_STOPPED,
	JOB_FAILED
} job_state;

typedef struct job {
	job_state state;
	model_order *order; /* NULL: ended, and given back */
	char *subject;      /* the id or the text, behind a letter that says which */
	uint64_t number;    /* in the order of asking */
	uint64_t done, of;  /* questions of the present step */
	int stop;           /* a user asked for it */
	char lines[JOB_LINES][JOB_LINE_MAX];
	unsigned n_lines;
	char problem[sizeof((tensen_error *)0)->message]; /* why it failed, "" */
} job;

#define JOBS (2 * DESK_WAITING) /* with ended jobs, whose outcome is shown for a while */

struct desk {
	desk_opts o;
	const char *index;
	char *name; /* of the model */
	tensen_readings *readings;
	endpoint to;
	server_model model;
	pthread_mutex_t lock;
	pthread_cond_t news; /* an order, or the end */
	pthread_t thread;
	int has_thread, ending;
	job jobs[JOBS];
	uint64_t orders;
	unsigned long requests; /* made by readers that are closed */
};

/* "i" and the id, or "t" and the text; free(). */
static char *
job_subject(const tensen_query *q)
{
	size_t n = q->id ? strlen(q->id) : q->text_len;
	char *s = malloc(n + 2);

	if (!s)
		return NULL;
	s[0] = q->id ? 'i' : 't';
	memcpy(s + 1, q->id ? q->id : q->text, n);
	s[n + 1] = '\0';
	return s;
}

static const char *
state_name(job_state one)
{
	static const char *const names[] = {"", "waiting", "running", "done", "stopped", "failed"};

	return names[one];
}

/* The state of a job as JSON for people. */
static json_object *
job_json(const job *todo)
{
	json_object *o = json_object_new_object(), *lines = json_object_new_array();

	json_put_text(o, "state", state_name(todo->state));
	json_put_int(o, "done", todo->done);
	json_put_int(o, "of", todo->of);
	for (unsigned i = 0; i < todo->n_lines; i++)
		json_object_array_add(lines, json_object_new_string(todo->lines[i]));
	json_object_object_add(o, "lines", lines);
	json_object_object_add(
	    o, "problem", todo->problem[0] ? json_object_new_string(todo->problem) : NULL);
	return o;
}

static void
job_report(job *todo, const char *line)
{
	size_t n = strnlen(line, JOB_LINE_MAX - 1);

	if (todo->n_lines == JOB_LINES)
		memmove(todo->lines[0], todo->lines[1], sizeof todo->lines - sizeof todo->lines[0]);
	else
		todo->n_lines++;
	/* no character cut apart */
	for (; line[n] && n > 0 && ((unsigned char)line[n] & 0xC0) == 0x80; n--)
		;
	memcpy(todo->lines[todo->n_lines - 1], line, n);
	todo->lines[todo->n_lines - 1][n] = '\0';
}

static unsigned long
desk_left(const desk *desk_of)
{
	return desk_of->requests < desk_of->o.total ? desk_of->o.total - desk_of->requests : 0;
}

/* Under the lock; the latest of the subject, or NULL. */
static job *
job_of(desk *desk_of, const char *subject)
{
	job *found = NULL;

	for (size_t i = 0; subject && i < JOBS; i++) {
		job *b = &desk_of->jobs[i];
		if (b->state != JOB_FREE && strcmp(b->subject, subject) == 0 &&
		    (!found || b->number > found->number))
			found = b;
	}
	return found;
}

static int
is_open(const job *todo)
{
	return todo->state == JOB_WAITING || todo->state == JOB_RUNNING;
}

/* Under the lock: the oldest job in this state, or NULL. */
static job *
desk_oldest(desk *desk_of, job_state state)
{
	job *found = NULL;

	for (size_t i = 0; i < JOBS; i++) {
		job *b = &desk_of->jobs[i];
		if (b->state == state && (!found || b->number < found->number))
			found = b;
	}
	return found;
}

/* Under the lock: a place for a new job; if none is free, the place of a job that ended. */
static job *
free_place(desk *desk_of)
{
	job *b = desk_oldest(desk_of, JOB_FREE);

	for (job_state s = JOB_DONE; !b && s <= JOB_FAILED; s++)
		b = desk_oldest(desk_of, s);
	if (b) {
		free(b->subject);
		*b = (job){.state = JOB_FREE};
	}
	return b;
}

static void
report_line(const char *line, void *payload)
{
	job *b = ((void **)payload)[0];
	desk *d = ((void **)payload)[1];

	pthread_mutex_lock(&d->lock);
	job_report(b, line);
	pthread_mutex_unlock(&d->lock);
}

static int
desk_progress(const char *stage, unsigned long long done, unsigned long long of, void *payload)
{
	job *b = ((void **)payload)[0];
	desk *d = ((void **)payload)[1];
	int stop;

	(void)stage;
	pthread_mutex_lock(&d->lock);
	b->done = done;
	b->of = of;
	stop = b->stop || d->ending;
	pthread_mutex_unlock(&d->lock);
	return stop;
}

static reader_opts
opts_of(desk *desk_of)
{
	reader_opts o = desk_of->o.reader;

	o.readings = desk_of->readings;
	o.report = NULL;
	o.progress = NULL;
	return o;
}

/* Without the lock: ask the model about the job's patent. */
static tensen_status
work_on(desk *desk_of, job *todo, unsigned long calls, unsigned long *made, tensen_error *err)
{
	const model_question *q = &todo->order->question;
	void *both[2] = {todo, desk_of};
	reader_opts o = opts_of(desk_of);
	tensen_searcher *s = NULL;
	reader *r = NULL;
	tensen_status st;

	o.report = report_line;
	o.progress = desk_progress;
	o.report_payload = o.progress_payload = both;
	o.calls = !o.calls || calls < o.calls ? calls : o.calls;
	st = reader_open(&r, &o, desk_of->index, err);
	if (st == TENSEN_OK)
		st = tensen_searcher_new(&s, todo->order->ix, err);
	if (st == TENSEN_OK)
		st = reader_read(r, s, q->q, err);
	if (r)
		reader_account(r);
	*made = r ? reader_requests(r) : 0;
	tensen_searcher_free(s);
	reader_close(r);
	return st;
}

static void
desk_run(desk *desk_of, job *todo)
{
	tensen_error err = {0};
	unsigned long calls = desk_left(desk_of), made = 0;
	model_order *order = todo->order;
	tensen_status st;

	todo->state = JOB_RUNNING;
	pthread_mutex_unlock(&desk_of->lock);
	st = work_on(desk_of, todo, calls, &made, &err);
	order->release(order);
	pthread_mutex_lock(&desk_of->lock);
	todo->order = NULL;
	desk_of->requests += made;
	todo->state = st == TENSEN_OK            ? JOB_DONE
		      : st == TENSEN_E_CANCELLED ? JOB_STOPPED
						 : JOB_FAILED;
	if (todo->state == JOB_FAILED)
		memcpy(todo->problem, err.message, sizeof todo->problem);
}

static void *
desk_work(void *payload)
{
	desk *d = payload;

	pthread_mutex_lock(&d->lock);
	while (!d->ending) {
		job *b = desk_oldest(d, JOB_WAITING);
		if (b)
			desk_run(d, b);
		else
			pthread_cond_wait(&d->news, &d->lock);
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

/* Under the lock. */
static void
give_up(job *todo)
{
	todo->order->release(todo->order);
	todo->order = NULL;
	todo->state = JOB_STOPPED;
}

static unsigned
desk_waiting(const desk *desk_of)
{
	unsigned n = 0;

	for (size_t i = 0; i < JOBS; i++)
		n += desk_of->jobs[i].state == JOB_WAITING;
	return n;
}

/* Under the lock; takes the order if it is taken, and the subject. */
static model_refusal
take_order(desk *desk_of, model_order *order, char *subject)
{
	job *b = job_of(desk_of, subject);

	if (b && is_open(b)) {
		free(subject);
		order->release(order);
		return MODEL_TAKEN;
	}
	if (desk_of->ending || desk_waiting(desk_of) >= DESK_WAITING ||
	    !(b = free_place(desk_of))) {
		free(subject);
		return MODEL_BUSY;
	}
	*b = (job){
	    .state = JOB_WAITING, .order = order, .subject = subject, .number = ++desk_of->orders};
	pthread_cond_signal(&desk_of->news);
	return MODEL_TAKEN;
}

static model_refusal
desk_ask(void *of, model_order *order)
{
	desk *d = of;
	char *subject = job_subject(order->question.q);
	model_refusal answer;

	pthread_mutex_lock(&d->lock);
	if (desk_left(d) == 0 || !subject) {
		answer = subject ? MODEL_USED_UP : MODEL_BUSY;
		free(subject);
	} else {
		answer = take_order(d, order, subject);
	}
	pthread_mutex_unlock(&d->lock);
	return answer;
}

static void
desk_stop(void *of, const tensen_query *q)
{
	desk *d = of;
	char *subject = job_subject(q);
	job *b;

	pthread_mutex_lock(&d->lock);
	if ((b = job_of(d, subject))) {
		b->stop = 1;
		if (b->state == JOB_WAITING)
			give_up(b);
	}
	pthread_mutex_unlock(&d->lock);
	free(subject);
}

static void
desk_end(void *of)
{
	desk *d = of;

	pthread_mutex_lock(&d->lock);
	d->ending = 1;
	pthread_cond_signal(&d->news);
	pthread_mutex_unlock(&d->lock);
	if (d->has_thread)
		pthread_join(d->thread, NULL);
	d->has_thread = 0;
	for (size_t i = 0; i < JOBS; i++)
		if (d->jobs[i].state == JOB_WAITING)
			give_up(&d->jobs[i]);
}

static json_object *
model_json(desk *desk_of)
{
	json_object *o = json_object_new_object();

	json_put_text(o, "name", desk_of->name);
	json_put_text(o, "address", desk_of->to.shown);
	json_put_flag(o, "local", desk_of->to.local);
	json_put_int(o, "requests_left", desk_left(desk_of));
	return o;
}

/* What is kept of a question, and about what the rest would take. */
static json_object *
kept_json(desk *desk_of, tensen_searcher *searcher, const model_question *model, tensen_error *err)
{
	json_object *o;
	reader_opts opts = opts_of(desk_of);
	reader *r = NULL;
	tensen_status st;
	reader_lack lack;

	opts.name = desk_of->name;
	st = reader_open(&r, &opts, desk_of->index, err);
	if (st == TENSEN_OK)
		st = reader_lacks(r, searcher, model->q, &lack, err);
	reader_close(r);
	if (st < 0)
		return NULL;
	o = json_object_new_object();
	json_put_int(o, "said", lack.statements);
	json_put_int(o, "judged", lack.pairs);
	json_put_int(o, "requests", lack.requests);
	json_put_int(o, "tokens", lack.tokens);
	return o;
}

/* The job of a question, NULL: none.  *open: it is not at its end. */
static json_object *
asking_json(desk *desk_of, const model_question *model, int *open)
{
	char *subject = job_subject(model->q);
	json_object *o = NULL;
	job *b;

	pthread_mutex_lock(&desk_of->lock);
	b = job_of(desk_of, subject);
	*open = b && is_open(b);
	if (b)
		o = job_json(b);
	pthread_mutex_unlock(&desk_of->lock);
	free(subject);
	return o;
}

static tensen_status
desk_state(void *of, tensen_searcher *searcher, const model_question *model, tensen_text *out,
    tensen_error *err)
{
	desk *d = of;
	json_object *o = json_object_new_object(), *kept = NULL, *asking = NULL;
	const char *text;
	int open = 0;

	json_put_text(o, "kind", "model");
	json_put_int(o, "version", 1);
	pthread_mutex_lock(&d->lock);
	json_object_object_add(o, "model", model_json(d));
	pthread_mutex_unlock(&d->lock);
	if (model)
		asking = asking_json(d, model, &open);
	/* while answers come, only their number is shown: looking them up takes time */
	if (model && !open && !(kept = kept_json(d, searcher, model, err))) {
		json_object_put(asking);
		json_object_put(o);
		return err->code;
	}
	json_object_object_add(o, "query", kept);
	json_object_object_add(o, "asking", asking);
	text = json_line(o);
	*out = (tensen_text){.p = NULL};
	if (asprintf(&out->p, "%s\n", text) >= 0)
		out->n = strlen(out->p);
	json_object_put(o);
	return out->p ? TENSEN_OK : failure_nomem(err);
}

/* Signals are for the thread that started the server. */
static int
start_thread(desk *desk_of)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	desk_of->has_thread = pthread_create(&desk_of->thread, NULL, desk_work, desk_of) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return desk_of->has_thread;
}

/* Wrong options are reported before the server starts. */
static tensen_status
desk_check(desk *desk_of, tensen_error *err)
{
	reader_opts o = opts_of(desk_of);
	reader *r = NULL;
	tensen_status st = reader_open(&r, &o, desk_of->index, err);

	if (st == TENSEN_OK)
		st = endpoint_parse(&desk_of->to, o.url, ENDPOINT_CHAT, err);
	if (st == TENSEN_OK && !(desk_of->name = strdup(reader_name(r))))
		st = failure_nomem(err);
	desk_of->o.reader.name = desk_of->name;
	reader_close(r);
	return st;
}

tensen_status
desk_open(desk **out, const desk_opts *opts, const char *index, tensen_error *err)
{
	desk *d = calloc(1, sizeof *d);
	tensen_status st;

	*out = NULL;
	if (!d)
		return failure_nomem(err);
	d->o = *opts;
	d->index = index;
	d->model = (server_model){d, desk_state, desk_ask, desk_stop, desk_end};
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->news, NULL);
	st = opts->reader.path ? tensen_readings_open(&d->readings, opts->reader.path, err)
			       : tensen_readings_beside(&d->readings, index, err);
	if (st == TENSEN_OK)
		st = desk_check(d, err);
	if (st == TENSEN_OK && !start_thread(d))
		st = failure(err, TENSEN_E_NOMEM, "", SAY_NO_THREAD_FOR);
	if (st < 0)
		desk_close(d);
	else
		*out = d;
	return st;
}

void
desk_close(desk *desk_of)
{
	if (!desk_of)
		return;
	for (size_t i = 0; i < JOBS; i++)
		free(desk_of->jobs[i].subject);
	tensen_readings_close(desk_of->readings);
	free(desk_of->name);
	pthread_cond_destroy(&desk_of->news);
	pthread_mutex_destroy(&desk_of->lock);
	free(desk_of);
}

const server_model *
desk_model(const desk *desk_of)
{
	return &desk_of->model;
}
