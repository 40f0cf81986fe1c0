/* util/message.c - messages of both languages: see tensen/messages.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <tensen/messages.h>

#define BEGINS '\x1e'
#define TURNS '\x1f'
#define ENDS '\x1d'
#define DEEPEST 16 /* messages within messages */

/* How many of n bytes are left without a character of which only the first bytes are there. */
static size_t
drop_cut(const char *out, size_t n)
{
	size_t first = n;

	while (first > 0 && n - first < 3 && ((unsigned char)out[first - 1] & 0xC0) == 0x80)
		first--;
	if (first == 0 || (unsigned char)out[first - 1] < 0xC0)
		return n;
	unsigned char lead = (unsigned char)out[first - 1];
	size_t needs = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	return n - (first - 1) < needs ? first - 1 : n;
}

void
tensen_message(char *out, size_t size, const char *said, tensen_lang lang)
{
	char turned[DEEPEST] = {0};     /* by depth: its Japanese has begun */
	unsigned depth = 0, hidden = 0; /* hidden: depths whose other language is being read */
	size_t n = 0;

	for (; *said && n + 1 < size; said++)
		if (*said == BEGINS && depth + 1 < DEEPEST) {
			turned[++depth] = 0;
			hidden += lang == TENSEN_JA;
		} else if (*said == TURNS && depth > 0 && !turned[depth]) {
			turned[depth] = 1;
			hidden += lang == TENSEN_JA ? -1u : 1;
		} else if (*said == ENDS && depth > 0) {
			hidden -= turned[depth] == (lang == TENSEN_EN);
			depth--;
		} else if (!hidden) {
			if ((*said & 0xC0) != 0x80) /* "%.100s" cuts arguments, too */
				n = drop_cut(out, n);
			out[n++] = *said;
		}
	out[drop_cut(out, n)] = '\0';
}

static const struct {
	int number;
	const char *said;
} os_errors[] = {{ENOENT, SAID("No such file or directory", "そのようなファイルはありません")},
    {EACCES, SAID("Permission denied", "権限がありません")},
    {EPERM, SAID("Operation not permitted", "許されていません")},
    {EISDIR, SAID("Is a directory", "フォルダーです")},
    {ENOTDIR, SAID("Not a directory", "フォルダーではありません")},
    {EEXIST, SAID("File exists", "もうあります")},
    {ENOSPC, SAID("No space left on device", "ディスクに空きがありません")},
    {EDQUOT, SAID("Disk quota exceeded", "割り当てられたディスクを使い切りました")},
    {EFBIG, SAID("File too large", "大きすぎます")},
    {ENAMETOOLONG, SAID("File name too long", "名前が長すぎます")},
    {ELOOP, SAID("Too many levels of symbolic links", "リンクが輪になっています")},
    {EPIPE, SAID("Broken pipe", "受け取る側が閉じています")},
    {ENOMEM, SAID("Cannot allocate memory", "メモリーが足りません")},
    {EROFS, SAID("Read-only file system", "書き込みのできない場所です")},
    {EMFILE, SAID("Too many open files", "開いているファイルが多すぎます")},
    {ENFILE, SAID("Too many open files", "開いているファイルが多すぎます")},
    {EIO, SAID("Input/output error", "装置の読み書きに失敗しました")},
    {EADDRINUSE, SAID("Address already in use", "ほかのプログラムが使っています")},
    {EADDRNOTAVAIL, SAID("Cannot assign requested address", "この機械のアドレスではありません")},
    {EBADF, SAID("Bad file descriptor", "開いていません")},
    {EINVAL, SAID("Invalid argument", "そこでは使えない指定です")},
    {EBUSY, SAID("Device or resource busy", "使用中です")},
    {ENXIO, SAID("No such device", "そのような装置はありません")},
    {ENODEV, SAID("No such device", "そのような装置はありません")},
    {EAGAIN, SAID("Resource temporarily unavailable", "資源が足りません")},
    {ETXTBSY, SAID("Text file busy", "実行中のファイルです")}};

const char *
tensen_os_error(int number)
{
	for (size_t i = 0; i < sizeof os_errors / sizeof *os_errors; i++)
		if (os_errors[i].number == number)
			return os_errors[i].said;
	return SAID("the system refused", "システムが断りました");
}

/* By the status code: its name, and the Japanese of a message that has no id. */
static const struct {
	const char *name, *ja;
} codes[] = {[-TENSEN_OK] = {"ok", ""},
    [-TENSEN_E_ARG] = {"argument", "指定に誤りがあります"},
    [-TENSEN_E_NOMEM] = {"memory", "メモリーが足りません"},
    [-TENSEN_E_IO] = {"io", "読み書きできません"},
    [-TENSEN_E_INPUT] = {"input", "入力に不備があります"},
    [-TENSEN_E_CORRUPT] = {"corrupt", "索引が壊れています"},
    [-TENSEN_E_VERSION] = {"version", "この索引の形式は読めません"},
    [-TENSEN_E_MISMATCH] = {"mismatch", "索引と条件が合いません"},
    [-TENSEN_E_NOTFOUND] = {"not-found", "見つかりません"},
    [-TENSEN_E_CANCELLED] = {"cancelled", "中断しました"}};
#define N_CODES (sizeof codes / sizeof *codes)

const char *
tensen_status_name(tensen_status st)
{
	const unsigned i = 0 - (unsigned)st;

	return i < N_CODES ? codes[i].name : "unknown";
}

tensen_status
tensen_error_say(tensen_error *err, tensen_status code, const char *where, const char *said)
{
	const unsigned i = 0 - (unsigned)code;

	if (!err)
		return code;
	*err = (tensen_error){.code = code};
	memcpy(err->where, where, strnlen(where, sizeof err->where - 1));
	tensen_message(err->message, sizeof err->message, said, TENSEN_EN);
	tensen_message(err->message_ja, sizeof err->message_ja, said, TENSEN_JA);
	if (strcmp(err->message, err->message_ja) == 0)
		snprintf(
		    err->message_ja, sizeof err->message_ja, "%s", i < N_CODES ? codes[i].ja : "");
	return code;
}
