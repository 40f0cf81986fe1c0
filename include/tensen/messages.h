/* tensen/messages.h - every message that a user can meet, in English and Japanese side by side.
 *
 * A message is one text with both languages, told apart by control characters; both take the same
 * arguments, by their numbers (%1$s), so the compiler checks the directives of both, and an
 * argument may itself be a message.  It stays whole until somebody shows it: tensen_message()
 * gives the language wanted.  A message without an id is one that only a fault of the program or a
 * damaged file can cause; its Japanese is that of its status code.
 *
 *     return tensen_fail(err, TENSEN_E_INPUT, SAY_MORE_THAN_DOCUMENTS, most); */
#pragma once
#include <stddef.h>
#include <tensen/result.h>
#include <tensen/status.h>

#define SAID(en, ja) "\x1e" en "\x1f" ja "\x1d"
#define SAID_MAX 1024 /* bytes of a message of both languages with its arguments */

/* Writes `said` in one language to out, cut to size - 1 bytes of whole characters; text outside of
 * messages is of both languages. */
TENSEN_API void tensen_message(char *out, size_t size, const char *said, tensen_lang lang);
/* What an error number of the system says, as a message. */
TENSEN_API const char *tensen_os_error(int number);
/* Fills *err (NULL: the caller wants no words) with a message of both languages. */
TENSEN_API tensen_status tensen_error_say(
    tensen_error *err, tensen_status code, const char *where, const char *said);

/* clang-format off */
#define SAY_7Z_ARCHIVE_WHICH SAID("a 7z archive, which is not read", "7z の書庫は読めません")
#define SAY_ADDRESS_EXPECTED_IP SAID("--address: expected an IP address, got \"%1$.100s\"", \
	"--address は IP アドレスで指定してください（「%1$.100s」は使えません）")
#define SAY_ADDRESS_LANGUAGE_MODEL SAID("the address of a language model", "言語モデルのアドレス")
#define SAY_ADDRESS_NOT_THIS SAID("--address %1$s is not this machine alone: give --token-file FILE, or --no-auth", \
	"--address %1$s は他の機械からも届きます。--token-file FILE か --no-auth を指定してください")
#define SAY_ADDRESS_TOO_LONG SAID("the address is too long", "アドレスが長すぎます")
#define SAY_ALSO_LINES SAID("%1$s; also lines %2$s", "%1$s（ほかに %2$s 行目）")
#define SAY_ALSO_LINES_MORE SAID("%1$s; also lines %2$s and %3$llu more", "%1$s（ほかに %2$s 行目、ほか %3$llu 行）")
#define SAY_ANOTHER_PROCESS_WRITING SAID("another process is writing this file", "別のプロセスがこのファイルに書いています")
#define SAY_AN_INDEX SAID("an index", "索引")
#define SAY_ARCHIVE SAID("the archive", "書庫")
#define SAY_ARCHIVES_IN_ARCHIVES SAID("archives in archives, more than %1$d deep", "書庫の中の書庫が %1$d 段を超えています")
#define SAY_ARCHIVE_ENCRYPTED SAID("the archive is encrypted", "書庫が暗号化されています")
#define SAY_ARCHIVE_HAS_MORE SAID("the archive has more than %1$u members", "書庫のファイルが %1$u 件を超えています")
#define SAY_ARCHIVE_HAS_NAME SAID("the archive has a name of more than %1$d bytes", "書庫に %1$d バイトを超える名前があります")
#define SAY_ARCHIVE_WITHOUT_FILES SAID("an archive without files", "ファイルのない書庫です")
#define SAY_ARRAY_THAT_NEVER SAID("an array that is never closed", "配列が閉じていません")
#define SAY_ASPECTS_NEED_JUDGED SAID("--aspects need --judged", "--aspects には --judged が必要です")
#define SAY_ASPECTS_ONE_QUERY SAID("%1$zu aspects of one query, at most %2$d", \
	"一つの問い合わせの観点が %1$zu 個あります。%2$d 個までです")
#define SAY_ASPECT_EMPTY SAID("aspect %1$zu is empty", "%1$zu 番目の観点が空です")
#define SAY_ASPECT_HAS_BYTES SAID("aspect %1$zu has %2$zu bytes, at most %3$d", \
	"%1$zu 番目の観点が %2$zu バイトあります。%3$d バイトまでです")
#define SAY_A_RECORD_OF_64 SAID("a record of more than 64 MiB", "64 MiB を超える記録です")
#define SAY_BINARY_FILE SAID("a binary file", "文字のファイルではありません")
#define SAY_BLOCK_BYTES_AT SAID("a block of %1$u bytes, at most %2$u", "%1$u バイトのブロックです。%2$u バイトまでです")
#define SAY_BLOCK_ZEROS_ENDS SAID("a block of zeros ends at byte %1$llu", "ゼロの続く部分があります（%1$llu バイト目まで）")
#define SAY_BOLDNESS_EXPECTED_0 SAID("boldness %1$g, expected 0 to 1", "大胆さが %1$g です。0～1 にしてください")
#define SAY_BYTES_THAT_ARE SAID("bytes that are not %1$s", "%1$s ではないバイトがあります")
#define SAY_CANNOT_BE_OPENED SAID("cannot be opened", "開けません")
#define SAY_CANNOT_BE_READ SAID("cannot be read to its end", "終わりまで読めません")
#define SAY_CANNOT_BE_READ_AT_ALL SAID("cannot be read", "読めません")
#define SAY_CANNOT_BE_WRITTEN SAID("cannot be written", "書けません")
#define SAY_CANNOT_MAKE_FOLDER SAID("cannot make the folder: %1$s", "フォルダーを作れません: %1$s")
#define SAY_CANNOT_MAKE_TEMPORARY SAID("cannot make a temporary file", "一時ファイルを作れません")
#define SAY_CANNOT_OPEN SAID("cannot open: %1$s", "開けません: %1$s")
#define SAY_CANNOT_OPEN_NO SAID("cannot open: No such file or directory", "開けません: そのようなファイルはありません")
#define SAY_CANNOT_OPEN_PERMISSION SAID("cannot open: Permission denied", "開けません: 権限がありません")
#define SAY_CANNOT_OPEN_TOO SAID("cannot open: Too many levels of symbolic links", "開けません: リンクが輪になっています")
#define SAY_CANNOT_READ SAID("cannot read: %1$s", "読めません: %1$s")
#define SAY_CANNOT_RESUME_OTHER SAID("cannot resume: it is of other inputs, options or ranks", \
	"続きから作れません。入力、条件かランクの数が違います")
#define SAY_CANNOT_WRITE SAID("cannot write", "書けません")
#define SAY_CANNOT_WRITE_NOT SAID("cannot write: not a regular file", "書けません: 通常のファイルではありません")
#define SAY_CANNOT_WRITE_WHY SAID("cannot write: %1$s", "書けません: %1$s")
#define SAY_CATEGORY_NO_WORD SAID("a category without a word for what is unknown", "未知語の語がない文字種があります")
#define SAY_CELL_MORE_THAN SAID("a cell of more than 1 MiB", "1 MiB を超えるセルがあります")
#define SAY_CELL_NAMES_SHARED SAID("cell %1$s names a shared string that is not there: %2$.20s of %3$zu", \
	"セル %1$s の指す文字列がありません（%3$zu 件の %2$.20s）")
#define SAY_CHARACTER_CATEGORIES SAID("not a table of character categories", "文字種の表ではありません")
#define SAY_CHARACTER_NO_CATEGORY SAID("a character of no category", "どの文字種でもない文字があります")
#define SAY_CLASS_NO_CLASS SAID("--class: no class begins so: \"%1$s\", expected e.g. H01F or F16F 15/02", \
	"--class「%1$s」で始まる分類はありません。H01F、F16F 15/02 のように指定してください")
#define SAY_COLUMNS_HEADER_HAS SAID("%1$u columns, the header has %2$u", "%1$u 列あります（見出しは %2$u 列）")
#define SAY_COLUMNS_THAT_NOTHING SAID("columns that nothing reads (--column): %1$s", \
	"読まない列があります（--column で指定できます）: %1$s")
#define SAY_CONNECTION_COSTS SAID("not a matrix of connection costs", "連接コストの表ではありません")
#define SAY_COULD_NOT_BE SAID("could not be read", "読めませんでした")
#define SAY_COULD_NOT_BE_WRITTEN SAID("could not be written", "書けませんでした")
#define SAY_CUES_TSV_EXPECTED SAID("cues.tsv:%1$u: expected section, tab, phrase; at most %2$d of them", \
	"cues.tsv の %1$u 行目: 区分、タブ、語句の順に、%2$d 件まで書いてください")
#define SAY_CUES_TSV_PHRASE SAID("cues.tsv:%1$u: a phrase of %2$zu bytes, expected at least %3$d", \
	"cues.tsv の %1$u 行目: 語句が %2$zu バイトです。%3$d バイト以上にしてください")
#define SAY_DAMAGED_OR_CUT SAID("%1$s is damaged or cut short: %2$s", "%1$sが壊れているか途切れています（「%2$s」）")
#define SAY_DATA_CUT_SHORT SAID("%1$s data is cut short after %2$llu bytes", "%1$s のデータが %2$llu バイトで途切れています")
#define SAY_DATA_DAMAGED SAID("%1$s data is damaged: %2$s", "%1$s のデータが壊れています（「%2$s」）")
#define SAY_DATE_SUCH_AS SAID("a date such as 2010, 2010-02 or 2010-02-18", " 2010、2010-02、2010-02-18 のような日付")
#define SAY_DICTIONARY_DOES_NOT SAID("dictionary does not have the columns of IPADIC or NAIST-jdic", \
	"辞書の列が IPADIC とも NAIST-jdic とも違います")
#define SAY_DICTIONARY_IN_UTF SAID("dictionary is in %1$.20s, UTF-8 is needed", \
	"辞書の文字コードが %1$.20s です。UTF-8 の辞書が必要です")
#define SAY_DICTIONARY_MB_TOO SAID("dictionary of %1$zu MB is too large", "辞書が大きすぎます（%1$zu MB）")
#define SAY_DICTIONARY_OUTSIDE SAID("a word of this dictionary points outside of it", "辞書の語が辞書の外を指しています")
#define SAY_DICTIONARY_PARTS SAID("the parts of this dictionary do not fill it", "辞書の中の長さがファイルの長さと合いません")
#define SAY_DISK_FULL SAID("the disk is full", "ディスクに空きがありません")
#define SAY_DOCUMENTS_TO_COMBINE SAID("%1$zu documents to combine, expected 2 to %2$d", \
	"組み合わせる文献が %1$zu 件です。2～%2$d 件にしてください")
#define SAY_ELEMENTS_NESTED SAID("elements nested more than %1$d deep", "要素の入れ子が %1$d 段を超えています")
#define SAY_EMBEDDINGS_HAS_VECTORS SAID("%1$s.embeddings has vectors of %2$u numbers, not of %3$u", \
	"%1$s.embeddings のベクトルの次元が %2$u で、%3$u ではありません")
#define SAY_EMPTY_COLUMN SAID("an empty column", "空の列があります")
#define SAY_ENDS_BEFORE_ALL SAID("ends before all patents", "すべての特許の前に終わっています")
#define SAY_ENDS_TOO_EARLY SAID("it ends too early", "途中で終わっています")
#define SAY_ENTITY_NEVER_EXPANDED SAID("refers to the entity &%1$.60s;, and entities are never expanded", \
	"実体 &%1$.60s; を参照しています。実体は展開しません")
#define SAY_ENTITY_NEVER_FETCHED SAID("refers to an external entity (%1$.100s), which is never fetched", \
	"外部の実体（%1$.100s）を参照しています。外部の実体は読みに行きません")
#define SAY_EVALUATION_TAKES_QUERIES SAID("an evaluation takes queries or graded pairs", \
	"評価には問い合わせか、評点付きの組が必要です")
#define SAY_DTD_IN_WORKBOOK SAID("expected XML without a DTD", "DTD があります")
#define SAY_EXCEL_BINARY SAID("a binary workbook (.xlsb): save it as .xlsx or CSV", \
	"バイナリ形式のブック（.xlsb）です。.xlsx か CSV で保存してください")
#define SAY_EXCEL_DATA_DAMAGED SAID("Excel data is damaged, the sheet: a text stands in too many cells", \
	"Excel ファイルのシートが壊れています（一つの文章が多すぎるセルにあります）")
#define SAY_EXCEL_PART_DAMAGED SAID("Excel data is damaged, %1$.200s: %2$s", \
	"Excel ファイルの %1$.200s が壊れています（%2$s）")
#define SAY_EXCEL_PART_NO_XML SAID("Excel data is damaged, %1$.200s line %2$llu: expected well-formed XML (%3$s)", \
	"Excel ファイルの %1$.200s が %2$llu 行目で壊れています。正しい XML ではありません（%3$s）")
#define SAY_EXCEL_PART_PACKED SAID("Excel data is damaged, %1$.200s cannot be unpacked: %2$s", \
	"Excel ファイルの %1$.200s を取り出せません（%2$s）")
#define SAY_EXCEL_FILE_IN SAID("an Excel file in an archive: unpack it first", \
	"書庫の中の Excel ファイルは読めません。取り出してから指定してください")
#define SAY_EXCEL_FILE_READ SAID("an Excel file is read from a file, not from a pipe", \
	"Excel ファイルはパイプからは読めません。ファイルを指定してください")
#define SAY_EXISTS_AND_NOT SAID("exists and is not an index, not replaced (--replace does)", \
	"索引ではないファイルがあるため、置き換えません（--replace で置き換えます）")
#define SAY_EXPECTED SAID("expected %1$s", "%1$sを指定してください")
#define SAY_EXPECTED_ADDRESS SAID("expected an address", "アドレスを指定してください")
#define SAY_EXPECTED_ADDRESS_SUCH SAID("expected an address such as http://127.0.0.1:8080/v1", \
	"http://127.0.0.1:8080/v1 のようなアドレスを指定してください")
#define SAY_EXPECTED_ADDRESS_THAT SAID("expected an address that begins with http:// or https://", \
	"http:// か https:// で始まるアドレスを指定してください")
#define SAY_EXPECTED_AFTER SAID("--%1$s: expected %2$s after it", "--%1$s の後に %2$s が必要です")
#define SAY_EXPECTED_EMBEDDINGS_NAME SAID("expected --embeddings-name, the model as its server calls it", \
	"--embeddings-name（サーバーでのモデルの名前）を指定してください")
#define SAY_EXPECTED_FIELD_COLUMN SAID("expected FIELD=COLUMN with a field such as id, title, abstract, ipc, date; found %1$.80s", \
	"--column は id=列名 の形で指定してください（id、title、abstract、ipc、date など）: %1$.80s")
#define SAY_EXPECTED_FILES_TO SAID("expected files to read, --delete or --retrain", \
	"読み込むファイル、--delete、--retrain のどれかを指定してください")
#define SAY_EXPECTED_GOT SAID("--%1$s: expected %2$s, got \"%3$s\"", "--%1$s は%2$sで指定してください（「%3$s」は使えません）")
#define SAY_EXPECTED_IDS_OR SAID("expected ids, or --open", "番号か --open を指定してください")
#define SAY_EXPECTED_ID_GOT SAID("expected an ID, got an empty word", "番号が空です")
#define SAY_EXPECTED_KEY_ONE SAID("expected a key: one line of ASCII letters", "鍵は ASCII の文字一行で書いてください")
#define SAY_EXPECTED_MODEL SAID("expected --model URL beside it", "--model URL と併せて指定してください")
#define SAY_EXPECTED_MODEL_URL SAID("expected --model URL, or settings kept by tensen model URL --keep %1$.150s", \
	"--model URL を指定するか、`tensen model URL --keep %1$.150s` で設定を残してください")
#define SAY_EXPECTED_NPY_FILE SAID("expected a .npy file", ".npy のファイルではありません")
#define SAY_EXPECTED_NPY_FILE_N SAID("expected a .npy file of n rows of 8 to %1$d numbers, float32 or float16", \
	"float32 か float16 の数 8～%1$d 個の行からなる .npy ではありません")
#define SAY_EXPECTED_OBJECT_BETWEEN SAID("expected an object between { and }", "{ と } で囲んだオブジェクトではありません")
#define SAY_EXPECTED_OBJECT_FOUND SAID("expected an object, found %1$s", "オブジェクトではなく %1$s です")
#define SAY_EXPECTED_ONE_ID SAID("expected one of ID, --text, --file or -, got %1$s", \
	"番号、--text、--file、- のどれか一つで指定してください（%1$s）")
#define SAY_EXPECTED_ONE_LINE SAID("expected one line of printable ASCII without blanks", \
	"トークンは空白のない ASCII の文字一行で書いてください")
#define SAY_EXPECTED_O_FILE SAID("expected -o FILE", "-o FILE を指定してください")
#define SAY_EXPECTED_O_FILE_OR SAID("expected -o FILE, or one folder", "-o FILE、またはフォルダー一つを指定してください")
#define SAY_EXPECTED_O_FOLDER SAID("expected -o FOLDER", "-o FOLDER を指定してください")
#define SAY_EXPECTED_O_OUT SAID("expected -o OUT, the file to write", "-o OUT（書き出すファイル）を指定してください")
#define SAY_EXPECTED_QUERY_DOCUMENT SAID("expected a query, a document and perhaps IN or OUT", \
	"問い合わせと文献番号（必要なら IN か OUT も）がありません")
#define SAY_EXPECTED_REGULAR_FILE SAID("expected a regular file", "通常のファイルを指定してください")
#define SAY_FIELD_MORE_THAN SAID("a field of more than %1$zu MiB", "一つの欄が %1$zu MiB を超えています")
#define SAY_FILES_OR_FOLDERS SAID("files or folders to read", "読み込むファイルかフォルダー")
#define SAY_FILE_ANOTHER_SCAN SAID("the file of another scan, or none at all", \
	"別の scan のファイルか、scan のファイルではありません")
#define SAY_FILE_CUT_OR SAID("file is cut or padded: %1$zu bytes, its header says %2$llu", \
	"索引が途切れているか、余分なものが付いています（%1$zu バイト、本来は %2$llu バイト）")
#define SAY_FILE_EMPTY SAID("the file is empty", "空のファイルです")
#define SAY_FILE_PACKED_BY SAID("a file packed by compress, which is not read", "compress で圧縮したファイルは読めません")
#define SAY_FOLDER_NESTED_TOO SAID("a folder nested too deep, not read", "フォルダーが深すぎるため読みません")
#define SAY_FORMAT_MADE_BY SAID("format %1$u, made by an older program: build the index again", \
	"索引の形式が %1$u で、古いプログラムのものです。索引を作り直してください")
#define SAY_FORMAT_THIS_PROGRAM SAID("format %1$u, this program reads format %2$d", \
	"索引の形式が %1$u です。このプログラムが読めるのは形式 %2$d です")
#define SAY_GAZETTE_WITHOUT_NUMBER SAID("a gazette without a publication number", "公報番号のない公報です")
#define SAY_GIVEN_MORE_THAN SAID("--%1$s: given more than %2$d times", "--%1$s は %2$d 回までです")
#define SAY_GRADE_0_TO_3 SAID("grade \"%2$.*1$s\", 0 to 3 expected", "評点「%2$.*1$s」は使えません。0～3 です")
#define SAY_GRADE_WITHOUT_DOCUMENT SAID("a grade without a document", "評点に文献番号がありません")
#define SAY_GROUPS_GOES_WITH SAID("--groups goes with --per", "--groups は --per と一緒に使います")
#define SAY_HAS_ANOTHER_MODEL SAID("has another model than %1$s: only shards of one build fit together", \
	"%1$s とモデルが違います。一度に作った断片だけを合わせられます")
#define SAY_HAS_VECTORS_MODEL SAID("has vectors of the model \"%1$.80s\", not of \"%2$.80s\": remove it to ask for all again", \
	"モデル「%1$.80s」のベクトルのファイルで、「%2$.80s」のものではありません。消せばすべて問い直します")
#define SAY_HAS_VECTORS_NUMBERS SAID("has vectors of %1$u numbers, not of %2$u", \
	"ベクトルの次元が %1$u で、%2$u ではありません")
#define SAY_HEADINGS_TSV_EXPECTED SAID("headings.tsv:%1$u: expected heading, tab, section", \
	"headings.tsv の %1$u 行目: 見出し、タブ、区分の順に書いてください")
#define SAY_HEADINGS_TSV_OVER SAID("headings.tsv: over %1$zu headings", "headings.tsv: 見出しが %1$zu 件を超えています")
#define SAY_HELP_TAKES_NO SAID("--help: takes no value", "--help は値を取りません")
#define SAY_HITS_IN_GROUPS SAID("%1$zu hits in groups", "%1$zu 件を区分に分けて出すことはできません")
#define SAY_HOLDS_BUILD_BY SAID("holds %1$s, of a build by %2$u ranks: give another folder", \
	"%1$s があります（%2$u ランクの作成の途中）。別のフォルダーを指定してください")
#define SAY_HOLDS_NO_NUMBER SAID("holds no number (NaN or infinity)", "に数でないもの（NaN か無限大）があります")
#define SAY_HTML_PAGE_AND SAID("an HTML page and no data", "HTML のページで、データではありません")
#define SAY_ICU_HAS_NO SAID("ICU has no normalizer: %1$s", "ICU の正規化が使えません（%1$s）")
#define SAY_IDEA_WITHOUT_DOCUMENT SAID("an idea without document or grade", "文献番号か評点のない仮説があります")
#define SAY_IDS_VECTORS SAID("%1$llu ids, %2$llu vectors", "番号は %1$llu 件、ベクトルは %2$llu 件です")
#define SAY_ID_OR SAID("id (or 文献番号)", "id（または文献番号）")
#define SAY_IMAGE SAID("an image", "画像です")
#define SAY_INDEX_AND_DOCUMENT SAID("an index and a document", "索引と文献番号")
#define SAY_INDEX_AND_IDS SAID("an index, and ids or --open", "索引と、番号か --open")
#define SAY_INDEX_AND_QUERY SAID("an index and a query", "索引と問い合わせ")
#define SAY_INDEX_AND_TWO SAID("an index and two ids", "索引と番号二つ")
#define SAY_INDEX_FILES_OR SAID("index files, or the folder of the shards", "索引のファイルか、断片のフォルダー")
#define SAY_INDEX_HAS_NO SAID("the index has no vectors of a model (--embeddings, --vectors)", \
	"この索引にはモデルのベクトルがありません（--embeddings か --vectors で入れます）")
#define SAY_INDEX_HAS_VECTORS SAID("the index has vectors of the model \"%1$.100s\" with %2$u numbers, these are of \"%3$.100s\" with %4$u: build the index again for another model", \
	"索引のベクトルはモデル「%1$.100s」（%2$u 個）のもので、これは「%3$.100s」（%4$u 個）のものです。モデルを替えるには索引を作り直してください")
#define SAY_INDEX_ITSELF_NOT SAID("is the index itself, not replaced", "索引そのものなので、置き換えません")
#define SAY_INDEX_TENSEN SAID("an index of tensen", "tensen の索引です")
#define SAY_IN_AND_IN SAID("%2$.*1$s is in %3$s and in %4$s", "%2$.*1$s が %3$s と %4$s の両方にあります")
#define SAY_IN_BRACKETS SAID("%1$s (%2$.150s)", "%1$s（%2$.150s）")
#define SAY_IN_LINE SAID("line %1$llu: %2$s", "%1$llu 行目: %2$s")
#define SAY_JSON_ENDS_BEFORE SAID("JSON ends before it is complete", "JSON が途中で終わっています")
#define SAY_KEEP_WEIGHT_NEEDS_JUDGED SAID("--fit-weight and --keep-weight need --judged", \
	"--fit-weight と --keep-weight には --judged が必要です")
#define SAY_JUDGED_OR_QUERIES SAID("--judged or --queries and --qrels are needed", \
	"--judged、または --queries と --qrels を指定してください")
#define SAY_LANG_EXPECTED_JA SAID("--lang: expected ja or en, got \"%1$s\"", \
	"--lang は ja か en で指定してください（「%1$s」は使えません）")
#define SAY_LIBMICROHTTPD_COULD_NOT SAID("libmicrohttpd could not start", "HTTP のサーバーを始められません")
#define SAY_LINE_1_NO SAID("line 1: no column \"%1$s\"", "1 行目: 列「%1$s」がありません")
#define SAY_LINE_1_NO_COLUMN SAID("line 1: no column \"%1$s\" (%2$s)", "1 行目: 列「%1$s」がありません（%2$s）")
#define SAY_LINE_ASPECT_BYTES SAID("line %1$llu: an aspect of %2$zu bytes, at most %3$d", \
	"%1$llu 行目: 観点が %2$zu バイトあります。%3$d バイトまでです")
#define SAY_LINE_NOT_UNDERSTOOD SAID("%1$s:%2$u: line not understood", "%1$s の %2$u 行目が読めません")
#define SAY_LINK_TO_FILE SAID("a link to a file that is not there", "リンクの先のファイルがありません")
#define SAY_IS_READ_HERE SAID("is read or written by this very command, not replaced", \
	"このコマンド自身が読み書きするので、置き換えません")
#define SAY_LINK_TO_FOLDER SAID("a link to a folder, not followed: name the folder itself", \
	"フォルダーへのリンクは辿りません。フォルダーそのものを指定してください")
#define SAY_LISTS_PER_GROUP SAID("lists per group, but by embeddings alone", \
	"--per は --side embeddings と一緒に使えません")
#define SAY_MADE_WITH_ANOTHER SAID("made with another dictionary or word list (%1$s)", \
	"別の辞書か語の表で作られた索引です（%1$s）")
#define SAY_MECAB_MODEL_WITHOUT SAID("a MeCab model without a dictionary", "辞書のない MeCab モデルです")
#define SAY_MECAB_REFUSED_THIS SAID("MeCab refused this dictionary", "MeCab がこの辞書を受け付けません")
#define SAY_MIB_MEMORY_BUT SAID("%1$zu MiB of memory, but %2$zu terms of %3$u dimensions with %4$u threads need %5$zu", \
	"メモリーは %1$zu MiB まで使えますが、%2$zu 語、%3$u 次元、%4$u スレッドには %5$zu MiB が必要です")
#define SAY_MODEL_ANSWERS_OTHERWISE SAID("the model \"%1$.80s\" answers otherwise than when the index was made: build the index again for another model", \
	"モデル「%1$.80s」の答えが索引を作ったときと違います。モデルを替えるには索引を作り直してください")
#define SAY_MODEL_ANSWERS_OTHERWISE_THAN SAID("the model \"%1$.100s\" answers otherwise than when the index was made: build the index again for another model", \
	"モデル「%1$.100s」の答えが索引を作ったときと違います。モデルを替えるには索引を作り直してください")
#define SAY_MODEL_GOES_WITH SAID("--model goes with one query", "--model は問い合わせが一つのときに使えます")
#define SAY_MODEL_NOT_REACHED SAID("the model cannot be reached: %1$s", "言語モデルにつながりません（%1$s）")
#define SAY_MORE_ENTITIES SAID("more entities are declared than a gazette has", "公報にはない数の実体が宣言されています")
#define SAY_MORE_TERMS_THAN SAID("this input has more than the %1$u terms that the allowed memory takes: %2$zu MiB are enough", \
	"この入力の語は、許されたメモリーに入る %1$u 語を超えます。%2$zu MiB あれば足ります")
#define SAY_MORE_THAN_1000_SHEETS SAID("more than 1000 sheets", "シートが 1000 枚を超えています")
#define SAY_MORE_THAN_1024 SAID("more than 1024 columns", "1024 列を超えています")
#define SAY_MORE_THAN_16777216 SAID("more than 16777216 shared strings", "文字列の表が 16777216 件を超えています")
#define SAY_MORE_THAN_200_SHEETS SAID("more than 200 patents for a sheet each", \
	"特許が 200 件を超えるため、特許ごとのシートにできません")
#define SAY_MORE_THAN_DOCUMENTS SAID("more than %1$u documents", "文献が %1$u 件を超えています")
#define SAY_MORE_THAN_FILES SAID("more than %1$u files", "ファイルが %1$u 件を超えています")
#define SAY_MORE_THAN_ONE SAID("more than one", "二つ以上あります")
#define SAY_MORE_THAN_ONE_FIELD SAID("more than one field: %1$s", "二つ以上の分野に当たります: %1$s")
#define SAY_MORE_THAN_RECORDS SAID("more than %1$u records", "レコードが %1$u 件を超えています")
#define SAY_NAMES_NO_MODEL SAID("%1$s names no model: give --model-name, the model as its server calls it", \
	"%1$s はモデルの名前を返しません。サーバーでの名前を --model-name で指定してください")
#define SAY_NAME_FOLDER_TOO SAID("the name of the folder is too long", "フォルダーの名前が長すぎます")
#define SAY_NAME_OR_PASSWORD SAID("a name or password does not belong into the address: use --model-key-file", \
	"アドレスに名前やパスワードは書けません。--model-key-file を使ってください")
#define SAY_NEEDED_TO_COMPILE SAID("is needed to compile a user dictionary (apt install mecab-utils)", \
	"ユーザー辞書の変換に必要です（apt install mecab-utils）")
#define SAY_NEITHER_COMPILED_USER SAID("is neither a compiled user dictionary nor CSV as mecab-dict-index takes it (word,left id,right id,cost,features)", \
	"変換済みのユーザー辞書でも、mecab-dict-index の読む CSV（語、左 id、右 id、費用、品詞など）でもありません")
#define SAY_NEITHER_DOCUMENT_NOR SAID("neither a document nor a grade", "文献番号も評点もありません")
#define SAY_NEITHER_FILE_NOR SAID("neither a file nor a folder", "ファイルでもフォルダーでもありません")
#define SAY_NONE SAID("none", "指定がありません")
#define SAY_NONE_FILES_THERE SAID("%1$s: none of its files is there", "%1$s: 断片が一つもありません")
#define SAY_NONE_VECTORS_DOCUMENT SAID("none of %1$llu vectors is of a document of this index", \
	"%1$llu 件のベクトルのどれも、この索引の文献のものではありません")
#define SAY_NOTHING_BUT_ZEROS SAID("nothing but zeros", "中身がすべてゼロです")
#define SAY_NOTHING_TO_READ SAID("nothing to read was named", "読み込むファイルが指定されていません")
#define SAY_NOT_COMPILED_MECAB SAID("not a compiled MeCab user dictionary that goes with %1$.150s", \
	"%1$.150s に合う、変換済みの MeCab ユーザー辞書ではありません")
#define SAY_NOT_FILE_VECTORS SAID("not a file of vectors of a model", "モデルのベクトルのファイルではありません")
#define SAY_NOT_FINISHED_SCAN SAID("not a finished scan file", "書き終えていない scan のファイルです")
#define SAY_NOT_INDEX_FILE SAID("not an index: the file is %1$zu bytes, a header alone is %2$d", \
	"索引ではありません（%1$zu バイトしかありません）")
#define SAY_NOT_INDEX_FILE_BAD SAID("not an index file (bad magic)", "索引のファイルではありません")
#define SAY_NOT_JSON_AT SAID("not JSON at byte %1$zu: %2$s", "%1$zu バイト目で JSON として正しくありません（「%2$s」）")
#define SAY_NOT_JSON_OBJECT SAID("not a JSON object", "JSON のオブジェクトではありません")
#define SAY_NOT_LINE_THAT SAID("not a line that a scan wrote", "tensen scan が書いた行ではありません")
#define SAY_NOT_MECAB_DICTIONARY SAID("not a compiled MeCab dictionary", "コンパイルされた MeCab の辞書ではありません")
#define SAY_NOT_ONE_LINE SAID("not one line of a reading", "読んだ記録の行が一つもありません")
#define SAY_NOT_PATENT_THAT SAID("not the patent that is next in the index", "索引の次の特許ではありません")
#define SAY_NOT_REGULAR_FILE SAID("not a regular file, not replaced", "通常のファイルではないため、置き換えません")
#define SAY_NOT_UTF_8_TEXT SAID("not UTF-8", "UTF-8 ではありません")
#define SAY_NO_REGULAR_FILE SAID("not a regular file", "通常のファイルではありません")
#define SAY_NOT_SAME_BUILD SAID("is not of the same build as", "は、次の断片と一度に作ったものではありません:")
#define SAY_NOT_SCAN_FILE SAID("not a scan file", "tensen scan が書いたファイルではありません")
#define SAY_NOT_TEXT_AT SAID("not a text of at most 256 KB", "256 KB までの文章ではありません")
#define SAY_NOT_TWO_COLUMNS SAID("not two columns: a Japanese word, a tab, an English word", \
	"日本語、タブ、英語の二列ではありません")
#define SAY_NOT_UTF_8 SAID("not UTF-8: byte 0x%1$02x at offset %2$llu", \
	"UTF-8 ではありません（先頭から %2$llu バイト目の 0x%1$02x）")
#define SAY_NOT_WELL_FORMED SAID("not well-formed XML in line %1$lu: %2$s", \
	"%1$lu 行目で XML として正しくありません（「%2$s」）")
#define SAY_NO_ANSWERS_IN SAID("no answers in it", "正解が一件もありません")
#define SAY_NO_COMMAND_CALLED SAID("no command is called \"%1$s\"%2$s", "「%1$s」というコマンドはありません%2$s")
#define SAY_NO_CONVERTER_EUC SAID("no converter of EUC-JP or no stemmer (%1$s)", \
	"EUC-JP の変換か英語の語幹の処理が使えません（%1$s）")
#define SAY_NO_DOCUMENT_IN SAID("no document %1$.100s in this index", "文献 %1$.100s はこの索引にありません")
#define SAY_NO_DOCUMENT_IN_THIS SAID("no document %1$s in this index", "文献 %1$s はこの索引にありません")
#define SAY_NO_DOCUMENT_NAMED SAID("no document named", "文献番号がありません")
#define SAY_NO_DOCUMENT_WITH SAID("no document with text among %1$u records", "%1$u 件のレコードに、本文のある文献がありません")
#define SAY_NO_DOCUMENT_WOULD SAID("no document would be left", "文献が一件も残らなくなります")
#define SAY_GRADED_NOT_THERE SAID("%1$zu of %2$zu graded documents of this patent are not in the index: %3$s%4$s", \
	"この特許の評点 %2$zu 件のうち %1$zu 件は、索引にない文献です: %3$s%4$s")
#define SAY_NO_ENCODING_NAMED SAID("no encoding named %1$s", "「%1$s」という文字コードはありません")
#define SAY_NO_ENGLISH_STEMMER SAID("no English stemmer or word boundaries (%1$s)", \
	"英語の語幹か区切りの処理が使えません（%1$s）")
#define SAY_NO_FIELD_CALLED SAID("no field is called \"%2$.*1$s\": expected 1 to 35 or a name", \
	"「%2$.*1$s」という分野はありません。1～35 か名称で指定してください")
#define SAY_NO_FILES_TO SAID("no files to read", "読めるファイルがありません")
#define SAY_NO_FORMAT_NAMED SAID("no format named %1$s", "「%1$s」という形式はありません")
#define SAY_NO_FORMAT_WE SAID("no format we know", "知らない形式です")
#define SAY_NO_HEADER SAID("no header", "見出しの行がありません")
#define SAY_NO_ID SAID("no id", "番号がありません")
#define SAY_NO_INDEX_FILE SAID("no index file (.tensen) in this folder", "このフォルダーに索引（.tensen）がありません")
#define SAY_NO_INDEX_TO SAID("no index to join was named", "まとめる索引が指定されていません")
#define SAY_NO_INDEX_TO_MERGE SAID("no index to merge was named", "まとめる索引が指定されていません")
#define SAY_NO_JAPANESE_ENGLISH SAID("no Japanese-English dictionary (Debian: apt-get install edict)", \
	"和英辞書がありません（Debian では apt-get install edict）")
#define SAY_NO_MECAB_DICTIONARY SAID("no MeCab dictionary here (Debian's is in the package mecab-ipadic-utf8)", \
	"ここに MeCab の辞書がありません（Debian ではパッケージ mecab-ipadic-utf8）")
#define SAY_NO_MODEL_FILE SAID("no model file in this folder (expected e.g. %1$s)", \
	"このフォルダーに表がありません（%1$s など）")
#define SAY_NO_MODEL_FILE_NAMED SAID("no model file named %1$s", "モデルのファイル %1$s がありません")
#define SAY_NO_RECORDS SAID("no records", "レコードがありません")
#define SAY_NO_RECORD_CAN SAID("no record of it can be read: %1$s", "読めるレコードが一件もありません: %1$s")
#define SAY_NO_RECORD_COULD SAID("no record could be read", "読めたレコードがありません")
#define SAY_NO_SUCH_CLASS SAID("no such class: %2$.*1$s", "このような分類はありません: %2$.*1$s")
#define SAY_NO_SUCH_DATE SAID("no such date: %2$.*1$s", "このような日付はありません: %2$.*1$s")
#define SAY_NO_THREAD_FOR SAID("no thread for the language model", "言語モデルのためのスレッドを作れません")
#define SAY_NO_THREAD_FOR_READING SAID("no thread for reading", "読むためのスレッドを作れません")
#define SAY_NO_THREAD_TO SAID("no thread to watch the index", "索引を見張るスレッドを作れません")
#define SAY_NO_VECTORS SAID("no vectors", "ベクトルがありません")
#define SAY_NUMBER_FROM_0 SAID("a number from 0 to 1", " 0 から 1 までの数")
#define SAY_NUMBER_GROUPS_BUT SAID("a number of groups, but one list", "--groups は --per と一緒に使います")
#define SAY_OBJECT_THAT_NEVER SAID("an object that is never closed", "閉じていないオブジェクトがあります")
#define SAY_NUL_BYTES_BLANKS SAID("NUL bytes, replaced by blanks", "NUL があるため、空白に置き換えました")
#define SAY_OFFSET_BUT_LISTS SAID("an offset, but lists per group", "--offset は --per と一緒に使えません")
#define SAY_OLD_EXCEL_OR SAID("an old Excel or Word file, or one with a password: save it as .xlsx, CSV or text without one", \
	"古い Excel か Word のファイル、またはパスワード付きのファイルです。パスワードのない .xlsx、CSV か文章で保存してください")
#define SAY_OPEN_DOCUMENT SAID("an OpenDocument file (.ods, .odt): save it as .xlsx, CSV or text", \
	"OpenDocument のファイル（.ods、.odt）です。.xlsx、CSV か文章で保存してください")
#define SAY_ONE_ARGUMENT_TOO SAID("one argument too many: \"%1$s\"", "余分な引数があります: 「%1$s」")
#define SAY_ONE_SEVERAL_FILES SAID("stands for several files: give vectors to each of them, or to the file that tensen merge makes", \
	"いくつかのファイルを指しています。その一つずつか、tensen merge で作ったファイルにベクトルを入れてください")
#define SAY_ONE_SEVERAL_FILES_UPDATE SAID("is one of several files: update the file that tensen merge makes of them", \
	"分かれた索引の一つです。tensen merge で一つにしてから更新してください")
#define SAY_ON_DUPLICATE_EXPECTED SAID("--on-duplicate \"%1$s\", expected last, first or merge", \
	"--on-duplicate「%1$s」はありません。last、first、merge のどれかです")
#define SAY_OR SAID("発明の名称 or 要約", "発明の名称か要約")
#define SAY_TITLE_OR_SUMMARY SAID("タイトル or 技術概要", "タイトルか技術概要")
#define SAY_OTHERS_MAY_READ SAID("others may read this token (chmod 600)", \
	"他の利用者がこのトークンを読めます（chmod 600 にしてください）")
#define SAY_OUT_MEMORY SAID("out of memory", "メモリーが足りません")
#define SAY_OWN_FIELD_DROP SAID("--own-field, --drop-word and --add-word go with one query", \
	"--own-field、--drop-word、--add-word は問い合わせが一つのときに使えます")
#define SAY_PACKED_DATA SAID("packed data", "圧縮データ")
#define SAY_PATH_FOLDER_TOO SAID("the path of the folder is too long", "フォルダーの名前が長すぎます")
#define SAY_PDF_WHICH_NOT SAID("a PDF, which is not read: give its text as .txt, or its record of a database", \
    "PDF は読めません。本文を .txt にするか、データベースの記録を渡してください")
#define SAY_PER_AND_OFFSET SAID("--per and --offset do not go together", "--per と --offset は一緒に使えません")
#define SAY_PER_AND_QUERIES SAID("--per and --queries do not go together", "--per と --queries は一緒に使えません")
#define SAY_QUERIES_AND_QRELS SAID("--queries and --qrels go together", "--queries と --qrels は両方を指定してください")
#define SAY_QUERIES_AND_RUN SAID("--queries and --run go together", "--queries と --run は両方を指定してください")
#define SAY_QUERIES_STANDS_INSTEAD SAID("--queries stands instead of ID, --text, --file and -", \
	"--queries は番号、--text、--file、- の代わりに使います")
#define SAY_PARTS_ANSWER_OTHERWISE SAID("has vectors of the model \"%1$.100s\", which answered otherwise than for %2$s", \
	"モデル「%1$.100s」のベクトルですが、%2$s を作ったときとは答えの違うモデルです")
#define SAY_PARTS_OF_TWO_MODELS SAID("has vectors of the model \"%1$.100s\" with %2$u numbers, %3$s of \"%4$.100s\" with %5$u", \
	"ベクトルがモデル「%1$.100s」（%2$u 個）のもので、%3$s のモデル「%4$.100s」（%5$u 個）と違います")
#define SAY_QUERY_HAS_NO SAID("the query has no vector of the model", "この問いにはモデルのベクトルがありません")
#define SAY_QUERY_ID_OR SAID("a query is an id or a text, one of them", "問い合わせは番号か文章の一方です")
#define SAY_QUESTIONS_WITHOUT_VECTOR SAID("%1$u of %2$u short questions got no vector of the model", \
	"短い問い %2$u 件のうち %1$u 件にモデルのベクトルがありません")
#define SAY_QUERY_TEXT_NOT SAID("query text is not UTF-8: byte %1$zu does not fit", \
	"文章が UTF-8 ではありません（%1$zu バイト目）")
#define SAY_QUERY_VECTOR_HOLDS SAID("query vector holds no number at %1$u", "問い合わせのベクトルの %1$u 番目が数ではありません")
#define SAY_QUOTE_OPENED_IN SAID("the quote opened in line %1$llu is never closed", "%1$llu 行目の引用符が閉じていません")
#define SAY_QUOTE_OPENED_IN_LINE SAID("the quote opened in line %1$llu is not closed: %2$u columns, the header has %3$u", \
	"%1$llu 行目の引用符が閉じていません（%2$u 列、見出しは %3$u 列）")
#define SAY_RANK_CANNOT_REACH SAID("rank %1$u cannot reach the others", "ランク %1$u から他のランクに届きません")
#define SAY_RANK_HAS_NO SAID("rank %1$u of %2$u has no document: start fewer ranks", \
	"%2$u 個のうちランク %1$u には文献がありません。ランクを減らしてください")
#define SAY_RANK_HAS_OTHER SAID("rank %1$u has other inputs, options or dictionaries than rank 0", \
	"ランク %1$u の入力、条件か辞書がランク 0 と違います")
#define SAY_RAR_ARCHIVE_WHICH SAID("a RAR archive, which is not read", "RAR の書庫は読めません")
#define SAY_RECORD_CUT_SHORT SAID("a record is cut short", "レコードが途切れています")
#define SAY_RESULTS_HAVE_NO SAID("%1$s results have no %2$s form", "%1$s の結果に %2$s の形式はありません")
#define SAY_RETRIEVAL_TAKES_QUERIES SAID("retrieval takes queries and qrels, both", \
	"検索の評価には --queries と --qrels の両方が必要です")
#define SAY_ROW_ID_DOES SAID("row %1$u: its id does not lead to it", "%1$u 行目の文献に番号から辿れません")
#define SAY_ROW_MORE_THAN SAID("a row of more than %1$zu MiB", "一行が %1$zu MiB を超えています")
#define SAY_ROW_STORED_DOCUMENT SAID("row %1$u: the stored document is not the hashed one", \
	"%1$u 行目の文献が控えと違います")
#define SAY_ROW_STORED_DOCUMENT_HAS SAID("row %1$u: the stored document has another id", "%1$u 行目の文献の番号が違います")
#define SAY_RUN_HAS_ONE SAID("a run has one list a query, not groups", \
	"--run には問い合わせごとに一つの一覧だけを書けます（--per は使えません）")
#define SAY_SAME_COMMAND_GOES SAID("%1$s: the same command goes on from here", "%1$s（同じ命令で続きから読みます）")
#define SAY_SAME_DOCUMENT_TWICE SAID("the same document twice: %1$s", "同じ文献が二度あります: %1$s")
#define SAY_SCAN_ANOTHER_INDEX SAID("a scan of another index or with other options: remove it or name another file", \
	"別の索引か別の条件で書かれた scan です。消すか、別のファイルを指定してください")
#define SAY_SCAN_WITH_OTHER SAID("a scan with other options", "別の条件で書かれた scan です")
#define SAY_SECTION_AT_BYTE SAID("section %1$s at byte %2$llu fails its checksum: the file is damaged", \
	"索引が壊れています（%2$llu バイト目からの %1$s が検査に合いません）")
#define SAY_SECTION_NEWER_FORMAT SAID("section %1$s is of a newer format than this program reads", \
	"%1$s の形式が新しく、このプログラムでは読めません")
#define SAY_SEVERAL_IDS_OR SAID("several ids or one text, not both", "番号を並べるか、文章一つか、どちらかにしてください")
#define SAY_SHARDS_ARE_THERE SAID("%1$u of %2$u shards are there, %3$llu of %4$llu documents", \
	"断片が %2$u のうち %1$u しかありません（文献 %4$llu 件のうち %3$llu 件）")
#define SAY_SHEETS_WITHOUT_ROWS SAID("no visible sheet of the workbook has a row", "表示されているシートに行がありません")
#define SAY_SHEET_EMPTY SAID("a sheet without rows", "行のないシートです")
#define SAY_SHEET_HIDDEN SAID("a hidden sheet", "非表示のシートです")
#define SAY_SHEET_OTHER_COLUMNS SAID("a sheet with other columns than \"%1$.100s\"", "列が「%1$.100s」と異なるシートです")
#define SAY_SHARED_STRINGS_MORE SAID("shared strings of more than 1 GiB", "文字列の表が 1 GiB を超えています")
#define SAY_SINCE_AFTER_UNTIL SAID("--since %1$u is after --until %2$u", "--since %1$u が --until %2$u より後です")
#define SAY_SIZE_SUCH_AS SAID("a size such as 4G or 512M", " 4G や 512M のような大きさ")
#define SAY_STANDARD_INPUT_CANNOT SAID("standard input cannot be shared by several ranks", \
	"標準入力は複数のランクで分けて読めません")
#define SAY_STOPPED SAID("stopped", "中断しました")
#define SAY_STOPPED_AFTER_PATENTS SAID("stopped after %1$u of %2$u patents; the same command goes on from there", \
	"%2$u 件のうち %1$u 件まで書いて中断しました。同じ命令で続きから始まります")
#define SAY_STOPPED_NOTHING_WRITTEN SAID("stopped: nothing is written, what was there is as it was", \
	"中断しました。何も書いていません。前からあるファイルはそのままです")
#define SAY_STOPPED_VECTORS_SO SAID("stopped: the vectors so far are kept, the same command goes on", \
	"中止しました。ここまでのベクトルは残っているので、同じコマンドで続けられます")
#define SAY_TABLE_SECTIONS_FAILS SAID("the table of sections fails its checksum", "索引が壊れています（目次が検査に合いません）")
#define SAY_TABLE_WITHOUT_COLUMN SAID("a table without a column of ours", "知っている列のない表です")
#define SAY_TAKES_NO_VALUE SAID("--%1$s: takes no value", "--%1$s は値を取りません")
#define SAY_TEMPORARY_FILE_CANNOT SAID("temporary file: cannot %1$s: %2$s", "一時ファイルを%1$s: %2$s")
#define SAY_TEMPORARY_FILE_READ SAID("temporary file: read past its end", "一時ファイルが途切れています")
#define SAY_TEXT_BEYOND_16 SAID("text beyond 16 MiB of one kind is left out", "一種類の文章のうち 16 MiB を超える部分は読みません")
#define SAY_TEXT_BYTES_AT SAID("text of %1$zu bytes, at most 4 GiB", "文章が %1$zu バイトあります。4 GiB までです")
#define SAY_TEXT_READ_ONLY SAID("a text, read only if the command names it", "文章のファイルは、コマンドで名前を挙げたときだけ読みます")
#define SAY_TEXT_TITLE_ABSTRACT SAID("a text (title, abstract, claims ...)", "本文の列（title、abstract、claims など）")
#define SAY_THERE_NO_SUCH SAID("there is no such prompt", "その名前の指示文はありません")
#define SAY_THERE_TWICE_BESIDE SAID("is there twice, beside", "は、次のものと同じ断片です:")
#define SAY_THIS_ADDRESS_NOT SAID("this address is not this machine: texts leave it only with --embeddings-remote", \
	"この機械の外の宛先です。本文を送るのは --embeddings-remote を付けたときだけです")
#define SAY_THIS_ADDRESS_NOT_THIS SAID("this address is not this machine: texts leave it only with --model-remote", \
	"このアドレスはこの機械ではありません。本文を外へ送るには --model-remote が必要です")
#define SAY_TOKEN_BELONGS_TO SAID("the token belongs to another user", "トークンのファイルの持ち主が違います")
#define SAY_TOKEN_FILE_AND SAID("--token-file and --no-auth exclude each other", \
	"--token-file と --no-auth は一緒に使えません")
#define SAY_TAG_MORE_THAN SAID("a tag of more than 4 MiB", "4 MiB を超えるタグがあります")
#define SAY_TOKEN_HAS_AT SAID("a token has at most 1024 characters", "トークンは 1024 文字までです")
#define SAY_TWO_SETS_OF_CLAIMS SAID("two sets of claims: the published one is used, the amendment's kept", \
	"請求の範囲が二組あります。公開されたものを使い、補正されたものも残します")
#define SAY_UNKNOWN_OPTION SAID("unknown option -%1$c", "このようなオプションはありません: -%1$c")
#define SAY_UNKNOWN_OR_AMBIGUOUS SAID("unknown or ambiguous option %1$s%2$s", "このようなオプションはありません: %1$s%2$s")
#define SAY_UNKNOWN_REASON SAID("unknown reason", "理由は不明です")
#define SAY_UNPACKS_TO_MORE SAID("unpacks to more than %1$u times its size, not read", \
	"展開すると元の %1$u 倍を超えるため読みません")
#define SAY_VALUE_AT_MOST SAID("%1$s: %2$llu, at most %3$llu", "%1$s が %2$llu です。%3$llu までです")
#define SAY_VECTORS_AND_VECTOR SAID("--vectors and --vector-ids go together", \
	"--vectors と --vector-ids は一緒に使います")
#define SAY_VECTORS_NUMBERS_WHICH SAID("vectors of %1$u numbers, of which %2$u count: expected %3$u to %4$u", \
	"ベクトルは %1$u 個の数で、使うのは先頭 %2$u 個です（%3$u～%4$u にしてください）")
#define SAY_VECTORS_OR_EMBEDDINGS SAID("--vectors or --embeddings, not both", \
	"--vectors と --embeddings は一緒に使えません")
#define SAY_VECTOR_ANOTHER_LENGTH SAID("a vector of another length", "ベクトルの長さが違います")
#define SAY_VECTOR_DOCUMENT SAID("vector %1$llu, of document %2$.100s, %3$s", "ベクトル %1$llu（文献 %2$.100s）%3$s")
#define SAY_VECTOR_QUESTION_LOST SAID("the vector of the question is lost", "問い合わせのベクトルが失われました")
#define SAY_VECTOR_SECTION_OLD SAID("its vectors have codes that this program no longer reads: build the index again", "ベクトルの符号が古い形式です。索引を作り直してください")
#define SAY_VECTOR_SECTION_VERSION SAID("vector section of version %1$u, this program reads version %2$u: build the index again", \
	"ベクトルの形式が %1$u です。このプログラムが読めるのは %2$u です。索引を作り直してください")
#define SAY_WEIGHT_KEPT SAID("%1$s.embeddings.json: the weight is %2$g now (chosen on other patents %3$.4f, standard %4$.4f)", \
	"%1$s.embeddings.json: 重みを %2$g にしました（他の特許で選んだ重みで %3$.4f、既定で %4$.4f）")
#define SAY_WEIGHT_NEEDS_PATENTS SAID("%1$u patents with a short question and a known good document, at least %2$u are needed to fit a weight", \
	"短い問いと評点 2 以上の文献のある特許が %1$u 件です。重みを選ぶには %2$u 件以上が必要です")
#define SAY_WEIGHT_NEEDS_SERVER SAID("a weight is fitted by vectors of questions: tensen update FILE --embeddings URL keeps their server", \
	"重みを選ぶには問いのベクトルが必要です（tensen update FILE --embeddings URL でサーバーを控えます）")
#define SAY_WEIGHT_NOT_KEPT SAID("the weight stays as it was: chosen on other patents %1$.4f, standard %2$.4f", \
	"重みは元のままです（他の特許で選んだ重みで %1$.4f、既定で %2$.4f）")
#define SAY_WHOLE_NUMBER SAID("a whole number", "整数")
#define SAY_WHOLE_NUMBER_AT_LEAST SAID("a whole number from %1$llu", " %1$llu 以上の整数")
#define SAY_WHOLE_NUMBER_FROM SAID("a whole number from %1$llu to %2$llu", " %1$llu から %2$llu までの整数")
#define SAY_WORD_FILE_OR SAID("a Word file or no workbook, xl/workbook.xml is not in it: save it as .xlsx, CSV or text", \
	"Word のファイルか、ブックのないファイルです（xl/workbook.xml がありません）。.xlsx、CSV か文章で保存してください")
#define SAY_WORKBOOK_CANNOT_BE SAID("the workbook cannot be read back", "書いたブックを読み戻せません")
#define SAY_WORKBOOK_CANNOT_BE_WRITTEN SAID("the workbook cannot be written", "ブックを書けません")
#define SAY_WORKBOOK_LACKS_SHEET SAID("Excel data is damaged, sheet \"%1$.100s\" should be in %2$.200s, which is not there", \
	"Excel ファイルが壊れています。シート「%1$.100s」のあるはずの %2$.200s がありません")
#define SAY_ZERO SAID("is zero", "がゼロです")
#define SAY_NO_COLUMN SAID("no column %1$s; found %2$s", "列 %1$s がありません。ある列: %2$s")
#define SAY_NO_COLUMNS SAID("no column %1$s and no %2$s; found %3$s", "列 %1$s も %2$s もありません。ある列: %3$s")
#define SAY_NO_COLUMN_ASKED SAID("no column %1$.60s, which --column %2$.80s asks for; found %3$s", \
	"--column %2$.80s が指す列「%1$.60s」がありません。ある列: %3$s")
#define SAY_ONE_OF SAID("one of %1$s", " %2$s のどれか")
#define SAY_AT SAID("%1$s: %2$s", "%1$s: %3$s")
#define SAY_SERVING SAID("serving %1$s (%2$u documents) at http://%3$s%4$s%5$s:%6$u/", \
	"%1$s（文献 %2$u 件）を http://%3$s%4$s%5$s:%6$u/ で公開しています")
#define SAY_REPLACED SAID("%1$s: replaced, %2$u documents", "%1$s: 入れ替えました（文献 %2$u 件）")
#define SAY_NOT_REPLACED SAID("%1$s: not replaced: %2$s", "%1$s: 入れ替えません（%3$s）")
#define SAY_TOKEN_READ SAID("%1$s: the token was read again", "%1$s: トークンを読み直しました")
#define SAY_TOKEN_SHORT SAID("a token has at least 16 characters", "トークンは 16 文字以上です")
#define SAY_TOKEN_KEPT SAID("%1$s: the token stays as it was: %2$s", "%1$s: 前のトークンのままです（%3$s）")
#define SAY_SHARDS_THERE SAID("of %1$u shards %2$u are there, of %3$llu documents %4$llu", \
	"断片 %1$u 個のうち %2$u 個（文献 %3$llu 件のうち %4$llu 件）だけから答えます")
#define SAY_NOT_JSON_BEHIND SAID("not JSON at byte %1$zu: something follows the object", \
	"%1$zu バイト目で JSON として正しくありません（オブジェクトの後に何かあります）")
#define SAY_OPENING SAID("cannot open", "開けません")
#define SAY_READING SAID("cannot read", "読めません")
#define SAY_STAT SAID("cannot stat", "調べられません")
#define SAY_MAPPING SAID("cannot map", "メモリーに写せません")
#define SAY_LOCKING SAID("cannot lock", "鍵を掛けられません")
#define SAY_NOT_SYNCED SAID("written, but its folder cannot be synced", "書きましたが、フォルダーの同期ができません")
#define SAY_NOT_CUT_BACK SAID("cannot write, nor cut", "書けず、書いた分を除けません")
#define SAY_TEMP_CREATE SAID("create", "作れません")
#define SAY_TEMP_WRITE SAID("write", "書けません")
#define SAY_TEMP_READ SAID("read", "読めません")
#define SAY_TEMP_MAP SAID("map", "メモリーに写せません")
#define SAY_ROOT_ELEMENT SAID("root element <%1$.60s>, expected jp-official-gazette or a publication of ST.96", \
	"根の要素が <%1$.60s> です。jp-official-gazette か ST.96 の公報ではありません")
/* clang-format on */
