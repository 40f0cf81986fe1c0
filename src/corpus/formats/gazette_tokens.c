/* corpus/formats/gazette_tokens.c - element names of both generations of gazettes. */
#include "corpus/formats/gazette.h"

typedef struct element {
	const char *name;
	uint8_t token;
	const char *heading;
} element;

static const element elements[] = {
    /* bibliographic data, older */
    {"publication-reference", TOK_PUBLICATION, NULL},
    {"application-reference", TOK_APPLICATION, NULL},
    {"application-number-of-republication", TOK_REPUBLICATION, NULL},
    {"pct-or-regional-filing-data", TOK_PCT_FILING, NULL},
    {"pct-or-regional-publishing-data", TOK_PCT_PUBLISHING, NULL},
    {"priority-claims", TOK_PRIORITY, NULL},
    {"related-documents", TOK_RELATED, NULL},
    {"references-cited", TOK_CITED, NULL},
    {"doc-number", TOK_NUMBER, NULL},
    {"date", TOK_DATE, NULL},
    {"kind", TOK_KIND, NULL},
    {"kind-of-official-gazette", TOK_KIND, NULL},
    {"invention-title", TOK_TITLE, NULL},
    {"applicant", TOK_APPLICANT, NULL},
    {"name", TOK_NAME, NULL},
    {"classification-ipc", TOK_IPC_GROUP, NULL},
    {"classification-national", TOK_FI_GROUP, NULL},
    {"main-clsf", TOK_SYMBOL, NULL},
    {"further-clsf", TOK_SYMBOL, NULL},
    {"additional-info", TOK_SYMBOL, NULL},
    {"unlinked-indexing-code", TOK_SYMBOL, NULL},
    {"linked-indexing-code-group", TOK_SYMBOL, NULL},
    {"theme-code", TOK_THEME, NULL},
    {"f-term", TOK_FTERM, NULL},
    /* bibliographic data, newer */
    {"PatentPublicationIdentification", TOK_PUBLICATION, NULL},
    {"UtilityModelPublicationIdentification", TOK_PUBLICATION, NULL},
    {"ApplicationIdentification", TOK_APPLICATION, NULL},
    {"InternationalFilingData", TOK_PCT_FILING, NULL},
    {"InternationalPublishingData", TOK_PCT_PUBLISHING, NULL},
    {"PriorityClaimBag", TOK_PRIORITY, NULL},
    {"RelatedDocumentBag", TOK_RELATED, NULL},
    {"PatentGrantIdentification", TOK_GRANT, NULL},
    {"ReferenceCitationBag", TOK_CITED, NULL},
    {"PublicationNumber", TOK_NUMBER, NULL},
    {"ApplicationNumberText", TOK_NUMBER, NULL},
    {"PatentNumber", TOK_NUMBER, NULL},
    {"PublicationDate", TOK_DATE, NULL},
    {"FilingDate", TOK_DATE, NULL},
    {"PlainLanguageDesignationText", TOK_KIND, NULL},
    {"InventionTitle", TOK_TITLE, NULL},
    {"DeviceTitle", TOK_TITLE, NULL},
    {"Applicant", TOK_APPLICANT, NULL},
    {"EntityName", TOK_NAME, NULL},
    {"IPCClassification", TOK_IPC_GROUP, NULL},
    {"NationalClassification", TOK_FI_GROUP, NULL},
    {"MainClassification", TOK_SYMBOL, NULL},
    {"FurtherClassification", TOK_SYMBOL, NULL},
    {"AdditionalClassification", TOK_SYMBOL, NULL},
    {"UnlinkedIndexingCode", TOK_SYMBOL, NULL},
    {"AdditionalInformation", TOK_SYMBOL, NULL},
    {"PatentClassificationText", TOK_SYMBOL, NULL},
    {"ThemeCodeInformation", TOK_THEME, NULL},
    {"FtermInformation", TOK_FTERM, NULL},
    /* texts */
    {"abstract", TOK_ABSTRACT, NULL},
    {"Abstract", TOK_ABSTRACT, NULL},
    {"claims", TOK_CLAIMS, NULL},
    {"Claims", TOK_CLAIMS, NULL},
    {"claim", TOK_CLAIM, NULL},
    {"Claim", TOK_CLAIM, NULL},
    {"claim-text", TOK_CLAIM_TEXT, NULL},
    {"ClaimText", TOK_CLAIM_TEXT, NULL},
    {"description", TOK_DESCRIPTION, NULL},
    {"Description", TOK_DESCRIPTION, NULL},
    {"tech-problem", TOK_PROBLEM, NULL},
    {"TechnicalProblem", TOK_PROBLEM, NULL},
    {"tech-solution", TOK_MEANS, NULL},
    {"TechnicalSolution", TOK_MEANS, NULL},
    {"advantageous-effects", TOK_EFFECT, NULL},
    {"AdvantageousEffects", TOK_EFFECT, NULL},
    {"technical-field", TOK_SECTION, "【技術分野】"},
    {"TechnicalField", TOK_SECTION, "【技術分野】"},
    {"background-art", TOK_SECTION, "【背景技術】"},
    {"BackgroundArt", TOK_SECTION, "【背景技術】"},
    {"citation-list", TOK_SECTION, "【先行技術文献】"},
    {"CitationBag", TOK_SECTION, "【先行技術文献】"},
    {"description-of-drawings", TOK_SECTION, "【図面の簡単な説明】"},
    {"DrawingDescription", TOK_SECTION, "【図面の簡単な説明】"},
    {"best-mode", TOK_SECTION, "【発明を実施するための形態】"},
    {"description-of-embodiments", TOK_SECTION, "【発明を実施するための形態】"},
    {"mode-for-invention", TOK_SECTION, "【発明を実施するための形態】"},
    {"EmbodimentDescription", TOK_SECTION, "【発明を実施するための形態】"},
    {"InventionMode", TOK_SECTION, "【発明を実施するための形態】"},
    {"embodiments-example", TOK_SECTION, "【実施例】"},
    {"EmbodimentExample", TOK_SECTION, "【実施例】"},
    {"industrial-applicability", TOK_SECTION, "【産業上の利用可能性】"},
    {"IndustrialApplicability", TOK_SECTION, "【産業上の利用可能性】"},
    {"reference-signs-list", TOK_SECTION, "【符号の説明】"},
    {"ReferenceSignBag", TOK_SECTION, "【符号の説明】"},
    {"p", TOK_PARAGRAPH, NULL},
    {"P", TOK_PARAGRAPH, NULL},
    {"heading", TOK_PARAGRAPH, NULL},
    {"Heading", TOK_PARAGRAPH, NULL},
    {"br", TOK_BREAK, NULL},
    {"Br", TOK_BREAK, NULL},
    {"patcit", TOK_CITATION, NULL},
    {"nplcit", TOK_CITATION, NULL},
    {"PatentCitation", TOK_CITATION, NULL},
    {"NPLCitation", TOK_CITATION, NULL},
    {"contents-of-amendment", TOK_AMENDMENT, NULL},
    {"AmendmentContentsBag", TOK_AMENDMENT, NULL},
    /* texts that are not read */
    {"AmendmentDocumentNameCategory", TOK_SKIP, NULL},
    {"img", TOK_SKIP, NULL},
    {"tables", TOK_SKIP, NULL},
    {"maths", TOK_SKIP, NULL},
    {"chemistry", TOK_SKIP, NULL},
    {"Image", TOK_SKIP, NULL},
    {"Table", TOK_SKIP, NULL},
    {"Math", TOK_SKIP, NULL},
    {"ChemicalFormulae", TOK_SKIP, NULL},
    {"drawings", TOK_SKIP, NULL},
    {"Drawings", TOK_SKIP, NULL},
    {"agent", TOK_SKIP, NULL},
    {"RegisteredPractitioner", TOK_SKIP, NULL},
    {"inventors", TOK_SKIP, NULL},
    {"InventorBag", TOK_SKIP, NULL},
    {"examiner-group", TOK_SKIP, NULL},
    {"ExaminerBag", TOK_SKIP, NULL},
};

/* The table is in the order of the standards, so it is searched from the front.  A gazette has
 * some thousands of elements; 100 comparisons of a first letter for each take far less time than
 * expat does. */
token
gazette_token(span name, const char **heading)
{
	*heading = NULL;
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		if (elements[i].name[0] != name.p[0] || !span_eq(name, span_of(elements[i].name)))
			continue;
		*heading = elements[i].heading;
		return (token)elements[i].token;
	}
	return TOK_OTHER;
}
