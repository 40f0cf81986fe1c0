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

const char *
tensen_os_error(int number)
{
	switch (number) {
	case ENOENT:
		return SAID("No such file or directory", "そのようなファイルはありません");
	case EACCES:
		return SAID("Permission denied", "権限がありません");
	case EPERM:
		return SAID("Operation not permitted", "許されていません");
	case EISDIR:
		return SAID("Is a directory", "フォルダーです");
	case ENOTDIR:
		return SAID("Not a directory", "フォルダーではありません");
	case EEXIST:
		return SAID("File exists", "もうあります");
	case ENOSPC:
		return SAID("No space left on device", "ディスクに空きがありません");
	case EDQUOT:
		return SAID("Disk quota exceeded", "割り当てられたディスクを使い切りました");
	case EFBIG:
		return SAID("File too large", "大きすぎます");
	case ENAMETOOLONG:
		return SAID("File name too long", "名前が長すぎます");
	case ELOOP:
		return SAID("Too many levels of symbolic links", "リンクが輪になっています");
	case EPIPE:
		return SAID("Broken pipe", "受け取る側が閉じています");
	case ENOMEM:
		return SAID("Cannot allocate memory", "メモリーが足りません");
	case EROFS:
		return SAID("Read-only file system", "書き込みのできない場所です");
	case EMFILE:
	case ENFILE:
		return SAID("Too many open files", "開いているファイルが多すぎます");
	case EIO:
		return SAID("Input/output error", "装置の読み書きに失敗しました");
	case EADDRINUSE:
		return SAID("Address already in use", "ほかのプログラムが使っています");
	case EADDRNOTAVAIL:
		return SAID("Cannot assign requested address", "この機械のアドレスではありません");
	case EBADF:
		return SAID("Bad file descriptor", "開いていません");
	case EINVAL:
		return SAID("Invalid argument", "そこでは使えない指定です");
	case EBUSY:
		return SAID("Device or resource busy", "使用中です");
	case ENXIO:
	case ENODEV:
		return SAID("No such device", "そのような装置はありません");
	case EAGAIN:
		return SAID("Resource temporarily unavailable", "資源が足りません");
	case ETXTBSY:
		return SAID("Text file busy", "実行中のファイルです");
	default:
		return SAID("the system refused", "システムが断りました");
	}
}

/* The Japanese of a message that has no id, by the status code. */
static const char *
words_of(tensen_status code)
{
	switch (code) {
	case TENSEN_E_ARG:
		return "指定に誤りがあります";
	case TENSEN_E_NOMEM:
		return "メモリーが足りません";
	case TENSEN_E_INPUT:
		return "入力に不備があります";
	case TENSEN_E_CORRUPT:
		return "索引が壊れています";
	case TENSEN_E_VERSION:
		return "この索引の形式は読めません";
	case TENSEN_E_MISMATCH:
		return "索引と条件が合いません";
	case TENSEN_E_IO:
		return "読み書きできません";
	case TENSEN_E_NOTFOUND:
		return "見つかりません";
	case TENSEN_E_CANCELLED:
		return "中断しました";
	case TENSEN_OK:
		break;
	}
	return "";
}

tensen_status
tensen_error_say(tensen_error *err, tensen_status code, const char *where, const char *said)
{
	if (!err)
		return code;
	*err = (tensen_error){.code = code};
	memcpy(err->where, where, strnlen(where, sizeof err->where - 1));
	tensen_message(err->message, sizeof err->message, said, TENSEN_EN);
	tensen_message(err->message_ja, sizeof err->message_ja, said, TENSEN_JA);
	if (strcmp(err->message, err->message_ja) == 0)
		snprintf(err->message_ja, sizeof err->message_ja, "%s", words_of(code));
	return code;
}
