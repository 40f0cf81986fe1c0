/* cli/terminal/say_ja.c - error lines in Japanese (report.h).
 *
 * The library speaks English.  A line of the table is a message with % where it varies, and the
 * same in Japanese with the numbers of the varying parts; these are put into Japanese by the same
 * table.  A message without a line stays English, behind the Japanese name of its kind. */
#include <stdio.h>
#include <string.h>
#include "cli/terminal/report.h"

#define PARTS 6   /* varying parts of one message */
#define DEEPEST 4 /* parts within parts */

typedef struct line {
	const char *en, *ja;
} line;

static const line lines[] = {
    /* of a file whose lines mean nothing: behind the first reason */
    {"%; also lines % and % more", "%1（ほかに %2 行目、ほか %3 行）"},
    {"%; also lines %", "%1（ほかに %2 行目）"},
    /* the command line */
    {"no command is called \"%\"%", "「%1」というコマンドはありません%2"},
    {"unknown or ambiguous option %", "このようなオプションはありません: %1"},
    {"unknown option -%", "このようなオプションはありません: -%1"},
    {"--%: expected % after it", "--%1 の後に %2 が必要です"},
    {"--%: expected %, got \"%\"", "--%1 は%2で指定してください（「%3」は使えません）"},
    {"--%: given more than % times", "--%1 は %2 回までです"},
    {"--%: takes no value", "--%1 は値を取りません"},
    {"--since % is after --until %", "--since %1 が --until %2 より後です"},
    {"one of % or %", " %1, %2 のどれか"},
    {"ja or en", " ja か en "},
    {"a whole number from % to %", " %1 から %2 までの整数"},
    {"a whole number from %", " %1 以上の整数"},
    {"a whole number", "整数"},
    {"a size such as 4G or 512M", " 4G や 512M のような大きさ"},
    {"a number from 0 to 1", " 0 から 1 までの数"},
    {"a date such as 2010, 2010-02 or 2010-02-18", " 2010、2010-02、2010-02-18 のような日付"},
    {"one argument too many: \"%\"", "余分な引数があります: 「%1」"},
    {"expected one of ID, --text, --file or -, got %",
	"番号、--text、--file、- のどれか一つで指定してください（%1）"},
    {"more than one", "二つ以上あります"},
    {"none", "指定がありません"},
    {"expected an ID, got an empty word", "番号が空です"},
    {"expected -o FILE, or one folder", "-o FILE、またはフォルダー一つを指定してください"},
    {"expected -o %, the file to write", "-o %1（書き出すファイル）を指定してください"},
    {"expected -o %", "-o %1 を指定してください"},
    {"expected files to read, --delete or --retrain",
	"読み込むファイル、--delete、--retrain のどれかを指定してください"},
    {"expected FIELD=COLUMN with a field such as id, title, abstract, ipc, date; found %",
	"--column は id=列名 の形で指定してください（id、title、abstract、ipc、date など）: %1"},
    {"expected a query, a document and perhaps IN or OUT",
	"問い合わせと文献番号（必要なら IN か OUT も）がありません"},
    {"expected %", "%1を指定してください"},
    {"an index and a query", "索引と問い合わせ"},
    {"an index and a document", "索引と文献番号"},
    {"an index and two ids", "索引と番号二つ"},
    {"an index", "索引"},
    {"files or folders to read", "読み込むファイルかフォルダー"},
    {"index files, or the folder of the shards", "索引のファイルか、断片のフォルダー"},
    {"several ids or one text, not both", "番号を並べるか、文章一つか、どちらかにしてください"},
    {"--groups goes with --per", "--groups は --per と一緒に使います"},
    {"--queries stands instead of ID, --text, --file and -",
	"--queries は番号、--text、--file、- の代わりに使います"},
    {"% and % do not go together", "%1 と %2 は一緒に使えません"},
    {"% and % go together", "%1 と %2 は両方を指定してください"},
    {"% and % go with one query", "%1、%2 は問い合わせが一つのときに使えます"},
    {"% goes with one query", "%1 は問い合わせが一つのときに使えます"},
    {"--judged or --queries and --qrels are needed",
	"--judged、または --queries と --qrels を指定してください"},
    {"% need --judged", "%1 には --judged が必要です"},
    {"%no field is called \"%\": expected 1 to 35 or a name%",
	"%1「%2」という分野はありません。1～35 か名称で指定してください%3"},
    {"more than one field: %", "二つ以上の分野に当たります: %1"},
    {"%: more than one field: %", "%1: 二つ以上の分野に当たります: %2"},
    {"line %: an aspect of % bytes, at most %",
	"%1 行目: 観点が %2 バイトあります。%3 バイトまでです"},
    {"%: %, at most %", "%1 が %2 です。%3 までです"},
    /* the query */
    {"no document % in this index%", "文献 %1 はこの索引にありません%2"},
    {"no document named", "文献番号がありません"},
    {"the same document twice: %", "同じ文献が二度あります: %1"},
    {"% documents to combine, expected % to %",
	"組み合わせる文献が %1 件です。%2～%3 件にしてください"},
    {"query text is not UTF-8: byte % does not fit", "文章が UTF-8 ではありません（%1 バイト目）"},
    {"aspect % is empty", "%1 番目の観点が空です"},
    {"aspect % has % bytes, at most %", "%1 番目の観点が %2 バイトあります。%3 バイトまでです"},
    {"more than % documents marked", "印を付けた文献が %1 件を超えています"},
    {"grade \"%\", 0 to 3 expected", "評点「%1」は使えません。0～3 です"},
    {"a grade without a document", "評点に文献番号がありません"},
    {"neither a document nor a grade", "文献番号も評点もありません"},
    {"line 1: no column \"%\" (%)", "1 行目: 列「%1」がありません（%2）"},
    {"line 1: no column \"%\"", "1 行目: 列「%1」がありません"},
    {"not a JSON object", "JSON のオブジェクトではありません"},
    /* files to read */
    {"no record of it can be read: %", "読めるレコードが一件もありません: %1"},
    {"a link to a file that is not there", "リンクの先のファイルがありません"},
    {"a link to a folder, not followed: name the folder itself",
	"フォルダーへのリンクは辿りません。フォルダーそのものを指定してください"},
    {"a folder nested too deep, not read", "フォルダーが深すぎるため読みません"},
    {"neither a file nor a folder", "ファイルでもフォルダーでもありません"},
    {"cannot be opened", "開けません"},
    {"cannot be read to its end", "終わりまで読めません"},
    {"nothing but zeros", "中身がすべてゼロです"},
    {"a block of zeros ends at byte %", "ゼロの続く部分があります（%1 バイト目まで）"},
    {"an HTML page and no data", "HTML のページで、データではありません"},
    {"no format we know", "知らない形式です"},
    {"a table without a column of ours", "知っている列のない表です"},
    {"a text, read only if it is named", "文章のファイルは、名前を指定したときだけ読みます"},
    {"an index of tensen", "tensen の索引です"},
    {"an image", "画像です"},
    {"a PDF, which is not read", "PDF は読めません"},
    {"a % archive, which is not read", "%1 の書庫は読めません"},
    {"a file packed by compress, which is not read", "compress で圧縮したファイルは読めません"},
    {"an old Excel or Word file: save it as .xlsx, CSV or text",
	"古い Excel か Word のファイルです。.xlsx、CSV か文章で保存してください"},
    {"a Word file or no workbook: save it as CSV or text",
	"Word のファイルか、ブックのないファイルです。CSV か文章で保存してください"},
    {"an Excel file in an archive: unpack it first",
	"書庫の中の Excel ファイルは読めません。取り出してから指定してください"},
    {"an Excel file is read from a file, not from a pipe",
	"Excel ファイルはパイプからは読めません。ファイルを指定してください"},
    {"the workbook lacks its sheet %", "ブックにシート %1 がありません"},
    {"Excel data is damaged, %: %", "Excel ファイルの %1 が壊れています（%2）"},
    {"the workbook cannot be written", "ブックを書けません"},
    {"the workbook cannot be read back", "書いたブックを読み戻せません"},
    {"the archive is damaged or cut short: %", "書庫が壊れているか途切れています（%1）"},
    {"packed data is damaged or cut short: %", "圧縮データが壊れているか途切れています（%1）"},
    {"the archive has a name of more than % bytes", "書庫に %1 バイトを超える名前があります"},
    {"the archive has more than % members", "書庫のファイルが %1 件を超えています"},
    {"the archive is encrypted", "書庫が暗号化されています"},
    {"archives in archives, more than % deep", "書庫の中の書庫が %1 段を超えています"},
    {"an archive without files", "ファイルのない書庫です"},
    {"unpacks to more than % times its size, not read",
	"展開すると元の %1 倍を超えるため読みません"},
    {"the quote opened in line % is never closed", "%1 行目の引用符が閉じていません"},
    {"the quote opened in line % is not closed: % columns, the header has %",
	"%1 行目の引用符が閉じていません（%2 列、見出しは %3 列）"},
    {"% columns, the header has %", "%1 列あります（見出しは %2 列）"},
    {"an object that is never closed", "閉じていないオブジェクトがあります"},
    {"an array that is never closed", "配列が閉じていません"},
    {"not well-formed XML in line %: %", "%1 行目で XML として正しくありません（%2）"},
    {"more than 1024 columns", "1024 列を超えています"},
    {"no header", "見出しの行がありません"},
    {"no id", "番号がありません"},
    {"%: --class: no class begins so: \"%\", expected e.g. H01F or F16F 15/02",
	"%1: --class「%2」で始まる分類はありません。H01F、F16F 15/02 のように指定してください"},
    {"--class: no class begins so: \"%\", expected e.g. H01F or F16F 15/02",
	"--class「%1」で始まる分類はありません。H01F、F16F 15/02 のように指定してください"},
    {"on_duplicate \"%\", expected last, first or merge",
	"--on-duplicate「%1」はありません。last、first、merge のどれかです"},
    {"not two columns: a Japanese word, a tab, an English word",
	"日本語、タブ、英語の二列ではありません"},
    {"no column %, which --column % asks for; found %",
	"--column %2 が指す列「%1」がありません。ある列: %3"},
    {"no column % and no %; found %", "列 %1 も %2 もありません。ある列: %3"},
    {"no column %; found %", "列 %1 がありません。ある列: %2"},
    {"id (or 文献番号)", "id（または文献番号）"},
    {"a text (title, abstract, claims ...)", "本文の列（title、abstract、claims など）"},
    {"the file is empty", "空のファイルです"},
    {"a binary file", "文字のファイルではありません"},
    {"no records", "レコードがありません"},
    {"no files to read", "読めるファイルがありません"},
    {"nothing to read was named", "読み込むファイルが指定されていません"},
    {"no format named %", "「%1」という形式はありません"},
    {"no encoding named %", "「%1」という文字コードはありません"},
    {"no record could be read", "読めたレコードがありません"},
    {"no document with text among % records", "%1 件のレコードに、本文のある文献がありません"},
    {"not UTF-8: byte % at offset %", "UTF-8 ではありません（先頭から %2 バイト目の %1）"},
    {"bytes that are not %", "%1 ではないバイトがあります"},
    {"% data is cut short after % bytes", "%1 のデータが %2 バイトで途切れています"},
    {"% data is damaged: %", "%1 のデータが壊れています（%2）"},
    {"no document would be left", "文献が一件も残らなくなります"},
    {"JSON ends before it is complete", "JSON が途中で終わっています"},
    {"発明の名称 or 要約", "発明の名称か要約"},
    {"タイトル or 技術概要", "タイトルか技術概要"},
    {"no answers in it", "正解が一件もありません"},
    /* the file of a scan */
    {"not a scan file", "tensen scan が書いたファイルではありません"},
    {"not a finished scan file", "書き終えていない scan のファイルです"},
    {"not the patent that is next in the index", "索引の次の特許ではありません"},
    {"a scan with other options (%)", "別の条件で書かれた scan です（%1）"},
    {"a scan of another index or with other options: remove it or name another file (%)",
	"別の索引か別の条件で書かれた scan です。消すか、別のファイルを指定してください（%1）"},
    /* files to write */
    {"temporary file: cannot %: %", "一時ファイルを作れません: %2"},
    {"not a regular file, not replaced", "通常のファイルではないため、置き換えません"},
    {"exists and is not an index, not replaced (--replace does)",
	"索引ではないファイルがあるため、置き換えません（--replace で置き換えます）"},
    {"is the index itself, not replaced", "索引そのものなので、置き換えません"},
    {"not a regular file", "通常のファイルではありません"},
    {"another process is writing this file", "別のプロセスがこのファイルに書いています"},
    {"cannot open: %", "開けません: %1"},
    {"cannot read: %", "読めません: %1"},
    {"cannot write: %", "書けません: %1"},
    {"cannot make the folder: %", "フォルダーを作れません: %1"},
    {"Address already in use", "ほかのプログラムが使っています"},
    {"No such file or directory", "そのようなファイルはありません"},
    {"Permission denied", "権限がありません"},
    {"Is a directory", "フォルダーです"},
    {"Not a directory", "フォルダーではありません"},
    {"No space left on device", "ディスクに空きがありません"},
    {"File too large", "大きすぎます"},
    {"Broken pipe", "受け取る側が閉じています"},
    {"Cannot allocate memory", "メモリーが足りません"},
    {"out of memory", "メモリーが足りません"},
    {"Read-only file system", "書き込みのできない場所です"},
    {"Too many open files", "開いているファイルが多すぎます"},
    {"Input/output error", "装置の読み書きに失敗しました"},
    /* work that was stopped */
    {"stopped: nothing is written, what was there is as it was",
	"中断しました。何も書いていません。前からあるファイルはそのままです"},
    {"stopped after % of % patents; the same command goes on from there",
	"%2 件のうち %1 件まで書いて中断しました。同じ命令で続きから始まります"},
    {"no more answers (see above): the same command goes on from here",
	"言語モデルの答えが続きません（上の行を参照）。得た答えは残っています。同じ命令で続きから始"
	"まります"},
    /* the index */
    {"not an index: the file is % bytes, a header alone is %",
	"索引ではありません（%1 バイトしかありません）"},
    {"not an index file (bad magic)", "索引のファイルではありません"},
    /* vectors of a model */
    {"expected a .npy file of n rows of 8 to % numbers, float32 or float16",
	"float32 か float16 の数 8～%1 個の行からなる .npy ではありません"},
    {"expected a .npy file", ".npy のファイルではありません"},
    {"% ids, % vectors", "番号は %1 件、ベクトルは %2 件です"},
    {"vector %, of document %, holds no number (NaN or infinity)",
	"ベクトル %1（文献 %2）に数でないもの（NaN か無限大）があります"},
    {"vector %, of document %, is zero", "ベクトル %1（文献 %2）がゼロです"},
    {"vectors of % numbers, of which % count: expected % to %",
	"ベクトルは %1 個の数で、使うのは先頭 %2 個です（%3～%4 にしてください）"},
    {"--vectors or --embeddings, not both", "--vectors と --embeddings は一緒に使えません"},
    {"expected --embeddings-name, the model as its server calls it",
	"--embeddings-name（サーバーでのモデルの名前）を指定してください"},
    {"this address is not this machine: texts leave it only with --embeddings-remote",
	"この機械の外の宛先です。本文を送るのは --embeddings-remote を付けたときだけです"},
    {"has vectors of the model \"%\", not of \"%\": remove it to ask for all again",
	"モデル「%1」のベクトルのファイルで、「%2」のものではありません。消せばすべて問い直します"},
    {"not a file of vectors of a model", "モデルのベクトルのファイルではありません"},
    {"stopped: the vectors so far are kept, the same command goes on",
	"中止しました。ここまでのベクトルは残っているので、同じコマンドで続けられます"},
    {"--vectors and --vector-ids go together", "--vectors と --vector-ids は一緒に使います"},
    {"none of % vectors is of a document of this index",
	"%1 件のベクトルのどれも、この索引の文献のものではありません"},
    {"the index has vectors of the model \"%\" with % numbers, these are of \"%\" with %: build "
     "the index again for another model",
	"索引のベクトルはモデル「%1」（%2 個）のもので、これは「%3」（%4 個）のものです。モデルを"
	"替えるには索引を作り直してください"},
    {"the model \"%\" answers otherwise than when the index was made: build the index again for "
     "another model",
	"モデル「%"
	"1」の答えが索引を作ったときと違います。モデルを替えるには索引を作り直してください"},
    {"the index has no vectors of a model (--embeddings, --vectors)",
	"この索引にはモデルのベクトルがありません（--embeddings か --vectors で入れます）"},
    {"the query has no vector of the model", "この問いにはモデルのベクトルがありません"},
    {"lists per group, but by embeddings alone", "--per は --side embeddings と一緒に使えません"},
    {"is one of several files: give vectors to the file that tensen merge makes",
	"索引の一部です。tensen merge で作ったファイルにベクトルを入れてください"},
    {"format %, made by an older program: build the index again",
	"索引の形式が %1 で、古いプログラムのものです。索引を作り直してください"},
    {"format %, this program reads format %",
	"索引の形式が %1 です。このプログラムが読めるのは形式 %2 です"},
    {"format %, made by an older program: build the index again",
	"索引の形式が %1 です。古い版のプログラムで作られた索引なので、もう一度作ってください"},
    {"file is cut or padded: % bytes, its header says %",
	"索引が途切れているか、余分なものが付いています（%1 バイト、本来は %2 バイト）"},
    {"section % at byte % fails its checksum: the file is damaged",
	"索引が壊れています（%2 バイト目からの %1 が検査に合いません）"},
    {"the table of sections fails its checksum", "索引が壊れています（目次が検査に合いません）"},
    {"made with another dictionary or word list (%)", "別の辞書か語の表で作られた索引です（%1）"},
    {"no index file (.tensen) in this folder", "このフォルダーに索引（.tensen）がありません"},
    {"% of % shards are there, % of % documents",
	"断片が %2 のうち %1 しかありません（文献 %4 件のうち %3 件）"},
    /* dictionaries and tables */
    {"no MeCab dictionary here (Debian's is in the package mecab-ipadic-utf8)",
	"ここに MeCab の辞書がありません（Debian ではパッケージ mecab-ipadic-utf8）"},
    {"is needed to compile a user dictionary (apt install mecab-utils)",
	"ユーザー辞書の変換に必要です（apt install mecab-utils）"},
    {"no model file in this folder (expected e.g. %)", "このフォルダーに表がありません（%1 など）"},
    {"not a compiled MeCab user dictionary that goes with %",
	"%1 に合う、変換済みの MeCab ユーザー辞書ではありません"},
    {"MeCab refused this dictionary", "MeCab がこの辞書を受け付けません"},
    /* a language model, vectors */
    {"no thread for the language model", "言語モデルのためのスレッドを作れません"},
    {"no thread for reading", "読むためのスレッドを作れません"},
    {"this address is not this machine: texts leave it only with --model-remote",
	"このアドレスはこの機械ではありません。本文を外へ送るには --model-remote が必要です"},
    {"% names no model: give --model-name, the model as its server calls it",
	"%1 はモデルの名前を返しません。サーバーでの名前を --model-name で指定してください"},
    {"%: the same command goes on from here", "%1（同じ命令で続きから読みます）"},
    {"could not be read", "読めませんでした"},
    {"could not be written", "書けませんでした"},
    {"cannot write", "書けません"},
    {"there is no such prompt", "その名前の指示文はありません"},
    {"not a text of at most 256 KB", "256 KB までの文章ではありません"},
    {"has vectors of % numbers, not of %", "ベクトルの次元が %1 で、%2 ではありません"},
    {"%.embeddings has vectors of % numbers, not of %",
	"%1.embeddings のベクトルの次元が %2 で、%3 ではありません"},
    {"a vector of another length", "ベクトルの長さが違います"},
    {"no vectors", "ベクトルがありません"},
    {"not one line of a reading", "読んだ記録の行が一つもありません"},
    /* several files, update, dictionaries */
    {"is one of several files: update the file that tensen merge makes of them",
	"分かれた索引の一つです。tensen merge で一つにしてから更新してください"},
    {"no index to merge was named", "まとめる索引が指定されていません"},
    {"has another model than %: only shards of one build fit together",
	"%1 とモデルが違います。一度に作った断片だけを合わせられます"},
    {"%: none of its files is there", "%1: 断片が一つもありません"},
    {"% is in % and in %", "%1 が %2 と %3 の両方にあります"},
    {"holds %, of a build by % ranks: give another folder",
	"%1 があります（%2 ランクの作成の途中）。別のフォルダーを指定してください"},
    {"cannot resume: it is of other inputs, options or ranks",
	"続きから作れません。入力、条件かランクの数が違います"},
    {"more than % documents", "文献が %1 件を超えています"},
    {"retrieval takes queries and qrels, both",
	"検索の評価には --queries と --qrels の両方が必要です"},
    {"an evaluation takes queries or graded pairs", "評価には問い合わせか、評点付きの組が必要です"},
    {"% aspects of one query, at most %", "一つの問い合わせの観点が %1 個あります。%2 個までです"},
    {"no Japanese-English dictionary (Debian: apt-get install edict)",
	"和英辞書がありません（Debian では apt-get install edict）"},
    {"dictionary is in %, UTF-8 is needed", "辞書の文字コードが %1 です。UTF-8 の辞書が必要です"},
    {"dictionary does not have the columns of IPADIC or NAIST-jdic",
	"辞書の列が IPADIC とも NAIST-jdic とも違います"},
    {"a MeCab model without a dictionary", "辞書のない MeCab モデルです"},
    {"%:%: line not understood", "%1 の %2 行目が読めません"},
    {"no model file named %", "モデルのファイル %1 がありません"},
    {"the model cannot be reached: %", "言語モデルにつながりません（%1）"},
    {"% MiB of memory, but % terms of % dimensions with % threads need %",
	"メモリー %1 MiB では足りません。語 %2、次元 %3、スレッド %4 で %5 MiB が要ります"},
    {"this input has more than the % terms that the allowed memory takes: % MiB are enough",
	"この入力の語は、許されたメモリーに入る %1 語を超えます。%2 MiB あれば足ります"},
    /* serve */
    {"--token-file and --no-auth exclude each other",
	"--token-file と --no-auth は一緒に使えません"},
    {"--address % is not this machine alone: give --token-file FILE, or --no-auth",
	"--address %1 は他の機械からも届きます。--token-file FILE か --no-auth を指定してください"},
    {"libmicrohttpd could not start", "libmicrohttpd を始められません"},
    {"no thread to watch the index", "索引を見張るスレッドを作れません"},
};

typedef struct part {
	const char *p;
	size_t n;
} part;

/* 1 if `pattern` matches all of the n bytes at `text`; its parts go into v. */
static int
say_matches(const char *pattern, const char *text, size_t n, part *pt, unsigned at)
{
	size_t literal = strcspn(pattern, "%");

	if (n < literal || strncmp(pattern, text, literal) != 0)
		return 0;
	pattern += literal;
	text += literal;
	n -= literal;
	if (*pattern == '\0')
		return n == 0;
	for (size_t k = 0; k <= n && at < PARTS; k++) {
		pt[at] = (part){text, k};
		if (say_matches(pattern + 1, text + k, n - k, pt, at + 1))
			return 1;
	}
	return 0;
}

typedef struct writer {
	char *out;
	size_t n, size;
} writer;

static void
say_put(writer *wr, const char *str, size_t n)
{
	size_t left = wr->size - wr->n - 1;

	n = n < left ? n : left;
	memcpy(wr->out + wr->n, str, n);
	wr->n += n;
	wr->out[wr->n] = '\0';
}

static int
say_say(writer *out, const char *text, size_t n, unsigned depth)
{
	part v[PARTS] = {{NULL, 0}};
	const char *ja = NULL;

	for (size_t i = 0; i < sizeof lines / sizeof *lines && !ja && depth < DEEPEST; i++)
		if (say_matches(lines[i].en, text, n, v, 0))
			ja = lines[i].ja;
	if (!ja) {
		say_put(out, text, n);
		return 0;
	}
	for (; *ja; ja++)
		if (ja[0] == '%' && ja[1] >= '1' && ja[1] <= '0' + PARTS) {
			const part *x = &v[*++ja - '1'];
			say_say(out, x->p ? x->p : "", x->n, depth + 1);
		} else
			say_put(out, ja, 1);
	return 1;
}

int
message_in_japanese(char *out, size_t size, const char *message)
{
	writer w = {out, 0, size};

	out[0] = '\0';
	return say_say(&w, message, strlen(message), 0);
}
