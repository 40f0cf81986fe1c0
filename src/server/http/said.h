/* server/http/said.h - why a request is refused, in both languages (tensen/messages.h). */
#pragma once
#include <tensen/messages.h>

#define SAY_HTTP_AN_ID SAID("the id of a document", "文献の番号")
#define SAY_HTTP_ASPECT                                                                            \
	SAID("\"aspect\": expected one short statement of at most %1$d bytes",                     \
	    "\"aspect\" には %1$d バイトまでの短い一文を指定してください")
#define SAY_HTTP_ASPECTS SAID("more than %1$d aspects", "観点が %1$d 個を超えています")
#define SAY_HTTP_A_DATE                                                                            \
	SAID("a date such as 2010, 2010-02 or 2010-02-18", "日付（例 2010、2010-02、2010-02-18）")
#define SAY_HTTP_A_GRADE                                                                           \
	SAID("ID=GRADE, with a grade from 0 to 3 and then N, P, F or nothing, and @ with its day", \
	    " ID=評点（0 から 3、その後に N・P・F か何も無し、@ と日付）")
#define SAY_HTTP_A_NOTE                                                                            \
	SAID("\"note\": expected ID=TEXT of at most %1$d bytes",                                   \
	    "\"note\" には %1$d バイトまでの ID=文章 を指定してください")
#define SAY_HTTP_A_WORD                                                                            \
	SAID("\"%1$s\": expected a word of at most %2$d bytes",                                    \
	    "\"%1$s\" には %2$d バイトまでの語を指定してください")
#define SAY_HTTP_CLASSES                                                                           \
	SAID("how classes begin, e.g. H01F,F16F 15/02", "分類の始まり（例 H01F,F16F 15/02）")
#define SAY_HTTP_EXPECTED SAID("\"%1$s\": expected %2$s", "\"%1$s\" には%2$sを指定してください")
#define SAY_HTTP_GRADES SAID("more than %1$d grades", "評点が %1$d 個を超えています")
#define SAY_HTTP_IDS SAID("more than %1$d ids", "id が %1$d 個を超えています")
#define SAY_HTTP_OF SAID("\"%1$s\": %2$s", "\"%1$s\"：%3$s")
#define SAY_HTTP_ONE_TEXT SAID("more than one text", "文章は一つだけです")
#define SAY_HTTP_TIMES SAID("\"%1$s\" more than %2$zu times", "\"%1$s\" が %2$zu 回を超えています")
#define SAY_HTTP_UNIT SAID("a number from 0 to 1", " 0 から 1 までの数")
#define SAY_HTTP_WHOLE                                                                             \
	SAID("\"%1$s\": expected a whole number from %2$u to %3$u",                                \
	    "\"%1$s\" には %2$u から %3$u までの整数を指定してください")
#define SAY_HTTP_BODY_JSON                                                                         \
	SAID("the body is not a JSON object: %1$s",                                                \
	    "本文が JSON のオブジェクトではありません（%1$s）")
#define SAY_HTTP_BODY_LARGE                                                                        \
	SAID("the body has %1$llu bytes, at most %2$zu",                                           \
	    "本文が %1$llu バイトあります（%2$zu バイトまで）")
#define SAY_HTTP_CODING                                                                            \
	SAID("expected identity, gzip or zstd in Accept-Encoding",                                 \
	    "Accept-Encoding に identity、gzip、zstd のどれかが要ります")
#define SAY_HTTP_CONNECTIONS                                                                       \
	SAID("too many connections from one address", "一つのアドレスからの接続が多すぎます")
#define SAY_HTTP_CONTENT_LENGTH SAID("expected a Content-Length", "Content-Length が要ります")
#define SAY_HTTP_CONTENT_TYPE                                                                      \
	SAID("expected Content-Type: application/json", "Content-Type: application/json "          \
							"が要ります")
#define SAY_HTTP_ESCAPE                                                                            \
	SAID("a %% without two hexadecimal digits", "%% の後に十六進数が二桁ありません")
#define SAY_HTTP_GROUPS_PER                                                                        \
	SAID("\"groups\" goes with \"per\"", "\"groups\" は \"per\" と一緒に使います")
#define SAY_HTTP_HEADERS_LARGE                                                                     \
	SAID("the headers have %1$zu bytes, at most %2$zu",                                        \
	    "ヘッダーが %1$zu バイトあります（%2$zu バイトまで）")
#define SAY_HTTP_HOST                                                                              \
	SAID("this server does not go by the name in Host",                                        \
	    "Host の名前はこのサーバーのものではありません")
#define SAY_HTTP_IDS_TOGETHER                                                                      \
	SAID("expected 2 to %1$d \"id\", got %2$zu",                                               \
	    "\"id\" は 2 個から %1$d 個までです（%2$zu 個あります）")
#define SAY_HTTP_ID_NOT_BOTH                                                                       \
	SAID("expected \"id\" or \"text\", not both", "\"id\" と \"text\" はどちらか一つです")
#define SAY_HTTP_ID_OR_TEXT SAID("expected \"id\" or \"text\"", "\"id\" か \"text\" が要ります")
#define SAY_HTTP_INDEX_FAILED SAID("the index failed", "索引が答えられませんでした")
#define SAY_HTTP_INTO_POST                                                                         \
	SAID("\"%1$s\" goes into the body of a POST", "\"%1$s\" は POST の本文に入れてください")
#define SAY_HTTP_K_PER                                                                             \
	SAID("\"k\": expected a whole number from 1 to %1$d with \"per\"",                         \
	    "\"per\" のときの \"k\" は 1 から %1$d までの整数です")
#define SAY_HTTP_LENGTH_NUMBER                                                                     \
	SAID("Content-Length is not a number", "Content-Length が数ではありません")
#define SAY_HTTP_METHOD SAID("expected %1$s", "%1$s を使ってください")
#define SAY_HTTP_MODEL_BUSY                                                                        \
	SAID("too many patents wait for the model", "言語モデルを待っている特許が多すぎます")
#define SAY_HTTP_MODEL_USED_UP                                                                     \
	SAID("the requests to the model that this server may make are used up",                    \
	    "このサーバーが言語モデルに送れる要求を使い切りました")
#define SAY_HTTP_NAME_NUL                                                                          \
	SAID("the name of a parameter holds a NUL", "引数の名前が NUL を含んでいます")
#define SAY_HTTP_NO_BODY SAID("this method takes no body", "このメソッドに本文は付けられません")
#define SAY_HTTP_NO_MODEL                                                                          \
	SAID("this server was started without --model",                                            \
	    "このサーバーは --model なしで始められています")
#define SAY_HTTP_NO_PARAMETER                                                                      \
	SAID("no parameter \"%1$s\" here", "この操作に引数 \"%1$s\" はありません")
#define SAY_HTTP_ONE_ID SAID("more than one \"id\"", "\"id\" は一つだけです")
#define SAY_HTTP_PARAMETERS SAID("more than %1$zu parameters", "引数が %1$zu 個を超えています")
#define SAY_HTTP_PARAMETERS_MOST SAID("more than %1$d parameters", "引数が %1$d 個を超えています")
#define SAY_HTTP_PARAMETER_TEXT                                                                    \
	SAID("a parameter is not UTF-8 text, or holds a NUL",                                      \
	    "引数が UTF-8 の文字でないか、NUL を含んでいます")
#define SAY_HTTP_PATH SAID("there is nothing at this path", "このパスには何もありません")
#define SAY_HTTP_PER_OFFSET                                                                        \
	SAID("\"per\" and \"offset\" do not go together",                                          \
	    "\"per\" と \"offset\" は一緒に使えません")
#define SAY_HTTP_SINCE_UNTIL                                                                       \
	SAID("\"since\" is after \"until\"", "\"since\" が \"until\" より後です")
#define SAY_HTTP_STOPS SAID("the server stops", "サーバーを止めています")
#define SAY_HTTP_TIME                                                                              \
	SAID("not answered within the time of one request",                                        \
	    "一つの要求の時間のうちに答えられませんでした")
#define SAY_HTTP_TOKEN                                                                             \
	SAID("expected Authorization: Bearer TOKEN", "Authorization: Bearer TOKEN が要ります")
#define SAY_HTTP_VALUE                                                                             \
	SAID("\"%1$s\": expected a string, a number, true, false, or a list of strings and "       \
	     "numbers",                                                                            \
	    "\"%1$s\" は文字列、数、true、false、または文字列と数の並びで書いてください")
#define SAY_HTTP_WAITING SAID("too many requests are waiting", "待っている要求が多すぎます")
#define SAY_HTTP_WANTS_CSV SAID("expected \"csv\"", "\"csv\" が要ります")
#define SAY_HTTP_WORDS_ONE                                                                         \
	SAID("\"own-field\", \"drop-word\" and \"add-word\" go with one \"id\" or a \"text\"",     \
	    "\"own-field\"、\"drop-word\"、\"add-word\" は一つの \"id\" か \"text\" "       \
	    "と一緒に使います")
