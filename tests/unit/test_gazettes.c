/* Gazettes of both generations, amendments, and hostile XML. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "read_outcome.h"

#define OLD_HEAD                                                                                   \
	"<?xml version=\"1.0\" encoding='utf-8'?>\n"                                               \
	"<!DOCTYPE jp-official-gazette PUBLIC \"-//JPO//DTD\" \"../../DTD/gat-a.dtd\">\n"
#define OLD_ROOT "<jp-official-gazette kind-of-jp=\"A\" xmlns:jp=\"http://example.invalid/jp\">"
#define OLD_BIBLIO                                                                                        \
	"<bibliographic-data><publication-reference><document-id><country>JP</country>"                   \
	"<doc-number>2099000012</doc-number><kind>公開特許公報(A)</kind><date>20990107</date>"      \
	"</document-id></publication-reference><application-reference><document-id>"                      \
	"<doc-number>2098000034</doc-number><date>20980618</date></document-id>"                          \
	"</application-reference><invention-title>乾く  棚</invention-title><parties>"                 \
	"<jp:applicants-agents-article><jp:applicants-agents><applicant><addressbook lang=\"ja\">"        \
	"<name>架空　株式会社</name></addressbook><addressbook lang=\"en\"><name>KAKUU INC</name>" \
	"</addressbook></applicant><agent><addressbook><name>代理人</name></addressbook></agent>"      \
	"</jp:applicants-agents></jp:applicants-agents-article></parties>"                                \
	"<priority-claims><priority-claim><doc-number>2097000001</doc-number>"                            \
	"<date>20970101</date></priority-claim></priority-claims>"                                        \
	"<classification-ipc><main-clsf>A47B  55/00        20060101AFI20091204BHJP        "               \
	"</main-clsf><further-clsf>F24F   3/14        20060101ALI20091204BHJP</further-clsf>"             \
	"</classification-ipc><classification-national><main-clsf>A47B55/00 S</main-clsf>"                \
	"<further-clsf>B41J3/04 103A</further-clsf></classification-national>"                            \
	"<jp:f-term-info><jp:f-term>3B099ZZ01</jp:f-term></jp:f-term-info></bibliographic-data>"
#define OLD_BODY                                                                                     \
	"<description><technical-field><p num=\"0001\">\n  棚に関する。</p></technical-field>" \
	"<disclosure><tech-problem><p>湿るのが\n  困る。</p></tech-problem>"                  \
	"<tech-solution><p>穴を<img file=\"x\">画像</img>あける。</p></tech-solution>"       \
	"<advantageous-effects><p>乾く。</p></advantageous-effects></disclosure>"                 \
	"<best-mode><p>一<br/>\n二</p><p>三</p></best-mode></description>"                        \
	"<claims><claim num=\"1\"><claim-text>穴のある棚。</claim-text></claim></claims>"      \
	"<abstract><p>【課題】湿気。<br/>【解決手段】穴。</p></abstract>"

static void
the_older_form_gives_every_field(void **state)
{
	outcome *o = read_string(OLD_HEAD OLD_ROOT OLD_BIBLIO OLD_BODY "</jp-official-gazette>");
	document *d = &o->d[0];
	(void)state;
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->n, 1);
	assert_int_equal(o->account.format, FORMAT_GAZETTE);
	assert_true(is(d->id, "特開2099-000012"));
	assert_true(is(d->title, "乾く 棚"));
	assert_int_equal(d->date, 20990107);
	assert_int_equal(d->applicants.n, 1);
	assert_true(is(d->applicants.v[0], "架空 株式会社"));
	assert_int_equal(d->numbers.n, 1);
	assert_true(is(d->numbers.v[0], "特願2098-000034"));
	assert_true(is(d->ipc.v[0], "A47B 55/00"));
	assert_true(is(d->ipc.v[1], "F24F 3/14"));
	assert_true(is(d->fi.v[0], "A47B55/00@S"));
	assert_true(is(d->fi.v[1], "B41J3/04,103@A"));
	assert_true(is(d->fterm.v[0], "3B099ZZ01"));
	assert_true(is(d->problem, "湿るのが 困る。"));
	assert_true(is(d->means, "穴をあける。"));
	assert_true(is(d->effect, "乾く。"));
	assert_true(is(d->description,
	    "【技術分野】\n棚に関する。\n【発明を実施するための形態】\n一\n二\n三"));
	assert_true(is(d->claims.v[0], "穴のある棚。"));
	assert_true(is(d->abstract, "【課題】湿気。\n【解決手段】穴。"));
	outcome_free(o);
}

static void
the_newer_form_gives_every_field(void **state)
{
	outcome *o = read_string(
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<jppat:RegisteredPatentPublication xmlns:jppat=\"urn:a\" xmlns:pat=\"urn:b\" "
	    "xmlns:com=\"urn:c\"><jppat:RegisteredPatentPublicationBibliographicData>"
	    "<jppat:PatentPublicationIdentification><pat:PublicationNumber>9999998</"
	    "pat:PublicationNumber><com:PublicationDate>2099-03-16</com:PublicationDate>"
	    "</jppat:PatentPublicationIdentification>"
	    "<pat:PlainLanguageDesignationText>特許公報(B2)</pat:PlainLanguageDesignationText>"
	    "<jppat:ApplicationIdentification><com:ApplicationNumber><com:ApplicationNumberText>"
	    "2098000077</com:ApplicationNumberText></com:ApplicationNumber>"
	    "<pat:FilingDate>2098-02-03</pat:FilingDate></jppat:ApplicationIdentification>"
	    "<pat:InventionTitle>乾く棚</pat:InventionTitle>"
	    "<jppat:Applicant><com:EntityName>甲</com:EntityName></jppat:Applicant>"
	    "<jppat:RegisteredPractitioner><com:EntityName>代理</com:EntityName>"
	    "</jppat:RegisteredPractitioner>"
	    "<jppat:InternationalPublishingData><jppat:PatentPublicationIdentification>"
	    "<pat:PublicationNumber>WO2098123456</pat:PublicationNumber>"
	    "<com:PublicationDate>2098-08-08</com:PublicationDate>"
	    "</jppat:PatentPublicationIdentification></jppat:InternationalPublishingData>"
	    "<jppat:IPCClassification><pat:MainClassification>A47B  55/00        20060101AFI"
	    "</pat:MainClassification></jppat:IPCClassification><jppat:NationalClassification>"
	    "<jppat:MainNationalClassification><pat:PatentClassificationText>A47B55/00 Z"
	    "</pat:PatentClassificationText></jppat:MainNationalClassification>"
	    "</jppat:NationalClassification><jppat:ReferenceCitationBag><pat:PatentCitation>"
	    "<pat:PatentCitationText>特開２０５０－１（ＪＰ，Ａ）</pat:PatentCitationText>"
	    "</pat:PatentCitation></jppat:ReferenceCitationBag>"
	    "</jppat:RegisteredPatentPublicationBibliographicData>"
	    "<pat:Claims><pat:Claim><pat:ClaimNumber>1</pat:ClaimNumber><pat:ClaimText>穴の<com:Br/"
	    ">"
	    "棚。</pat:ClaimText></pat:Claim></pat:Claims>"
	    "<jppat:Description><pat:InventionSummary><pat:TechnicalProblem><com:P>湿る。</com:P>"
	    "</pat:TechnicalProblem></pat:InventionSummary></jppat:Description>"
	    "</jppat:RegisteredPatentPublication>");
	document *d = &o->d[0];
	(void)state;
	assert_int_equal(o->n, 1);
	assert_true(is(d->id, "特許9999998"));
	assert_int_equal(d->date, 20990316);
	assert_int_equal(d->applicants.n, 1);
	assert_true(span_list_has(&d->numbers, SPAN_LIT("特願2098-000077")));
	assert_true(span_list_has(&d->numbers, SPAN_LIT("WO2098/123456")));
	assert_true(is(d->claims.v[0], "穴の\n棚。"));
	assert_true(is(d->problem, "湿る。"));
	assert_true(is(d->fi.v[0], "A47B55/00@Z"));
	assert_true(span_find(d->extra, SPAN_LIT("特開２０５０－１（ＪＰ，Ａ）"), 0) != (size_t)-1);
	outcome_free(o);
}

#define AMENDMENT                                                                                    \
	"<jp:written-amendment><jp:contents-of-amendment><claims><claim><claim-text>補正の棚。" \
	"</claim-text></claim></claims></jp:contents-of-amendment></jp:written-amendment>"

static void
of_two_claim_sets_the_published_is_used_and_the_other_kept(void **state)
{
	outcome *o =
	    read_string(OLD_HEAD OLD_ROOT OLD_BIBLIO OLD_BODY AMENDMENT "</jp-official-gazette>");
	(void)state;
	assert_int_equal(o->d[0].claims.n, 1);
	assert_true(is(o->d[0].claims.v[0], "穴のある棚。"));
	assert_true(span_find(o->d[0].extra, SPAN_LIT("\"amended_claims\":[\"補正の棚。\"]"), 0) !=
		    (size_t)-1);
	assert_int_equal(o->n_noted, 1);
	outcome_free(o);
}

static void
claims_that_only_an_amendment_has_are_the_claims(void **state)
{
	outcome *o = read_string(OLD_HEAD OLD_ROOT OLD_BIBLIO
	    "<claims><claim><claim-text>  </claim-text></claim></claims>" AMENDMENT
	    "</jp-official-gazette>");
	(void)state;
	assert_int_equal(o->d[0].claims.n, 1);
	assert_true(is(o->d[0].claims.v[0], "補正の棚。"));
	assert_int_equal(o->n_noted, 0);
	outcome_free(o);
}

static void
every_kind_of_gazette_takes_its_number(void **state)
{
	static const struct {
		const char *kind, *number, *id;
	} cases[] = {{"公開特許公報(A)", "2099000012", "特開2099-000012"},
	    {"公表特許公報(A)", "2099500012", "特表2099-500012"},
	    {"再公表特許(A1)", "WO2019000012", "再表2019/000012"},
	    {"特許公報(B2)", "9000001", "特許9000001"},
	    {"登録実用新案公報(U)", "3000001", "実登3000001"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[1000];
		outcome *o;
		snprintf(text, sizeof text,
		    OLD_ROOT "<bibliographic-data><publication-reference><document-id>"
			     "<doc-number>%s</doc-number><kind>%s</kind></document-id>"
			     "</publication-reference><invention-title>t</invention-title>"
			     "</bibliographic-data></jp-official-gazette>",
		    cases[i].number, cases[i].kind);
		o = read_string(text);
		if (o->n != 1 || !is(o->d[0].id, cases[i].id))
			fail_msg("%s", cases[i].id);
		outcome_free(o);
	}
}

static void
entities_are_never_expanded_nor_fetched(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
	    {"<!DOCTYPE jp-official-gazette [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" OLD_ROOT
	     "<bibliographic-data><invention-title>&x;</invention-title></bibliographic-data>"
	     "</jp-official-gazette>",
		"external entity (file:///etc/passwd), which is never fetched"},
	    {"<!DOCTYPE jp-official-gazette [<!ENTITY a \"ha\"><!ENTITY b "
	     "\"&a;&a;&a;&a;\">]>" OLD_ROOT
	     "<bibliographic-data><invention-title>&b;</invention-title></bibliographic-data>"
	     "</jp-official-gazette>",
		"the entity &b;, and entities are never expanded"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		outcome *o = read_string(cases[i].text);
		assert_int_equal(o->st, TENSEN_E_INPUT);
		assert_int_equal(o->n_account_refused, 1);
		if (!strstr(o->err.message, cases[i].why))
			fail_msg("%s", o->err.message);
		outcome_free(o);
	}
}

/* Expat itself would expand entities inside an attribute. */
static void
a_bomb_in_an_attribute_is_refused(void **state)
{
	buf b = BUF_INIT;
	outcome *o;
	(void)state;
	buf_str(&b, "<!DOCTYPE jp-official-gazette [<!ENTITY e0 \"0123456789abcdef\">");
	for (int i = 1; i < 12; i++) {
		buf_printf(&b, "<!ENTITY e%d \"", i);
		for (int k = 0; k < 10; k++)
			buf_printf(&b, "&e%d;", i - 1);
		buf_str(&b, "\">");
	}
	buf_str(&b, "]><jp-official-gazette kind-of-jp=\"&e11;\"></jp-official-gazette>");
	o = read_bytes(b.p, b.n, NULL);
	assert_int_equal(o->st, TENSEN_E_INPUT);
	assert_int_equal(o->n, 0);
	outcome_free(o);
	buf_clear(&b);
}

static void
a_name_only_the_missing_dtd_knows_stays(void **state)
{
	outcome *o = read_string(OLD_HEAD OLD_ROOT
	    "<bibliographic-data><publication-reference><document-id><doc-number>2099000001"
	    "</doc-number></document-id></publication-reference><invention-title>α&beta;線"
	    "</invention-title></bibliographic-data></jp-official-gazette>");
	(void)state;
	assert_int_equal(o->n, 1);
	assert_true(is(o->d[0].title, "α&beta;線"));
	outcome_free(o);
}

#define NUMBERED(n)                                                                                \
	"<bibliographic-data><publication-reference><document-id><doc-number>209900000" n          \
	"</doc-number></document-id></publication-reference><invention-title>棚" n                 \
	"</invention-title></bibliographic-data>"

/* As `cat *.xml` makes them: with declaration and doctype, with and without a line end. */
static void
gazettes_one_behind_another_are_all_read(void **state)
{
	outcome *o =
	    read_string(OLD_HEAD OLD_ROOT NUMBERED("1") "</jp-official-gazette>" OLD_HEAD OLD_ROOT
		    NUMBERED("2") "</jp-official-gazette>\n\n" OLD_ROOT NUMBERED(
			"3") "</jp-official-gazette>\n<!-- the end -->\n");
	(void)state;
	assert_int_equal(o->st, TENSEN_OK);
	assert_int_equal(o->n, 3);
	assert_int_equal(o->records, 3);
	assert_int_equal(o->n_account_refused, 0);
	for (int i = 0; i < 3; i++) {
		char id[40];
		snprintf(id, sizeof id, "特開2099-00000%d", i + 1);
		assert_true(is(o->d[i].id, id));
		assert_int_equal(o->d[i].numbers.n, 0);
	}
	outcome_free(o);
}

static void
a_broken_gazette_costs_only_itself(void **state)
{
	outcome *o = read_string(OLD_HEAD OLD_ROOT NUMBERED(
	    "1") "</jp-official-gazette>\n" OLD_HEAD OLD_ROOT
		 "\n<p></q>" NUMBERED("2") "</jp-official-gazette>\n" OLD_HEAD OLD_ROOT
		     NUMBERED("3") "<p>cut in the " OLD_HEAD OLD_ROOT NUMBERED(
			 "4") "</jp-official-gazette>\nwords");
	(void)state;
	assert_int_equal(o->n, 2);
	assert_true(is(o->d[0].id, "特開2099-000001"));
	assert_true(is(o->d[1].id, "特開2099-000004"));
	assert_int_equal(o->n_account_refused, 3);
	/* Each place is a line of the file. */
	assert_true(strncmp(o->refused[0], "7: not well-formed XML in line 7", 32) == 0);
	assert_true(strncmp(o->refused[1], "10: ", 4) == 0);
	assert_true(strncmp(o->refused[2], "13: ", 4) == 0);
	outcome_free(o);
}

static void
other_xml_and_broken_xml_are_refused_with_line(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {{"<html><body>x</body></html>", "an HTML page"},
	    {"<settings>x</settings>", "root element <settings>"},
	    {OLD_ROOT "\n<a>\n</b>", "not well-formed XML in line 3"},
	    {OLD_ROOT "</jp-official-gazette>", "without a publication number"},
	    {OLD_ROOT "<p>\xff</p></jp-official-gazette>", "not well-formed XML in line 1"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		outcome *o = read_string(cases[i].text);
		assert_int_equal(o->st, TENSEN_E_INPUT);
		if (!strstr(o->err.message, cases[i].why))
			fail_msg("%s", o->err.message);
		outcome_free(o);
	}
}

static void
nesting_without_end_is_refused(void **state)
{
	buf b = BUF_INIT;
	outcome *o;
	(void)state;
	buf_str(&b, OLD_ROOT);
	for (int i = 0; i < 100000; i++)
		buf_str(&b, "<p>");
	o = read_bytes(b.p, b.n, NULL);
	assert_non_null(strstr(o->err.message, "nested more than 256 deep"));
	outcome_free(o);
	buf_clear(&b);
}

/* --- plain text ---------------------------------------------------------------- */

static void
a_gazette_copied_as_text_is_cut_at_its_headings(void **state)
{
	outcome *o = read_string(
	    "(19)【発行国】日本国特許庁(JP)\n(11)【公開番号】特開２０９９－０３５９１３(P2099-"
	    "035913A)\n"
	    "(43)【公開日】令和81年2月18日(2099.2.18)\n(54)【発明の名称】乾く棚\n(51)"
	    "【国際特許分類】\n"
	    "   A47B  55/00     (2006.01)\n   F24F   3/14     (2006.01)\n【ＦＩ】\n   A47B55/00 Z\n"
	    "(71)【出願人】\n【識別番号】000\n【氏名又は名称】架空株式会社\n(57)【要約】\n"
	    "【課題】湿気を防ぐ。\n【解決手段】棚に穴。\n【特許請求の範囲】\n【請求項１】\n穴のある"
	    "棚。\n"
	    "【請求項２】\n請求項１の棚。\n【発明の詳細な説明】\n【技術分野】\n【０００１】\n棚であ"
	    "る。\n"
	    "【発明が解決しようとする課題】\n【０００２】\n湿る。\n【発明の効果】\n乾く。\n"
	    "(19)【発行国】日本国特許庁(JP)\n(11)【特許番号】特許第9000001号\n【発明の名称】次\n"
	    "【要約】次の要約。\n");
	document *d = &o->d[0];
	(void)state;
	assert_int_equal(o->account.format, FORMAT_TEXT);
	assert_int_equal(o->n, 2);
	assert_true(is(d->id, "特開2099-035913"));
	assert_int_equal(d->date, 20990218);
	assert_true(is(d->title, "乾く棚"));
	assert_int_equal(d->ipc.n, 2);
	assert_true(is(d->fi.v[0], "A47B55/00@Z"));
	assert_true(is(d->applicants.v[0], "架空株式会社"));
	assert_true(is(d->abstract, "【課題】湿気を防ぐ。\n【解決手段】棚に穴。"));
	assert_int_equal(d->claims.n, 2);
	assert_true(is(d->problem, "湿る。"));
	assert_true(is(d->effect, "乾く。"));
	assert_true(is(d->description, "【技術分野】\n棚である。"));
	assert_true(is(o->d[1].id, "特許9000001"));
	assert_true(is(o->d[1].abstract, "次の要約。"));
	outcome_free(o);
}

static void
free_words_are_a_title_and_a_text(void **state)
{
	outcome *o =
	    read_string("A shelf that dries\n\nHoles let the air through.\n\fNext\nwords\n");
	(void)state;
	assert_int_equal(o->n, 2);
	assert_true(is(o->d[0].title, "A shelf that dries"));
	assert_true(is(o->d[0].abstract, "Holes let the air through."));
	assert_true(span_starts(o->d[0].id, SPAN_LIT("tensen-test-")));
	assert_false(span_eq(o->d[0].id, o->d[1].id));
	outcome_free(o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_older_form_gives_every_field),
	    cmocka_unit_test(the_newer_form_gives_every_field),
	    cmocka_unit_test(of_two_claim_sets_the_published_is_used_and_the_other_kept),
	    cmocka_unit_test(claims_that_only_an_amendment_has_are_the_claims),
	    cmocka_unit_test(every_kind_of_gazette_takes_its_number),
	    cmocka_unit_test(entities_are_never_expanded_nor_fetched),
	    cmocka_unit_test(a_bomb_in_an_attribute_is_refused),
	    cmocka_unit_test(a_name_only_the_missing_dtd_knows_stays),
	    cmocka_unit_test(gazettes_one_behind_another_are_all_read),
	    cmocka_unit_test(a_broken_gazette_costs_only_itself),
	    cmocka_unit_test(other_xml_and_broken_xml_are_refused_with_line),
	    cmocka_unit_test(nesting_without_end_is_refused),
	    cmocka_unit_test(a_gazette_copied_as_text_is_cut_at_its_headings),
	    cmocka_unit_test(free_words_are_a_title_and_a_text),
	};
	return cmocka_run_group_tests_name("gazettes", tests, NULL, NULL);
}
