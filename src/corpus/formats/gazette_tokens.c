/* corpus/formats/gazette_tokens.c - element names of both generations of gazettes. */
#include "corpus/document/fold.h"
#include "corpus/formats/gazette.h"

/* Each name is followed by a blank. */
static const struct {
	uint8_t token;
	const char *heading, *names;
} elements[] = {
    {TOK_PUBLICATION, NULL,
	"publication-reference PatentPublicationIdentification "
	"UtilityModelPublicationIdentification "},
    {TOK_APPLICATION, NULL, "application-reference ApplicationIdentification "},
    {TOK_REPUBLICATION, NULL, "application-number-of-republication "},
    {TOK_PCT_FILING, NULL, "pct-or-regional-filing-data InternationalFilingData "},
    {TOK_PCT_PUBLISHING, NULL, "pct-or-regional-publishing-data InternationalPublishingData "},
    {TOK_PRIORITY, NULL, "priority-claims PriorityClaimBag "},
    {TOK_RELATED, NULL, "related-documents RelatedDocumentBag "},
    {TOK_CITED, NULL, "references-cited ReferenceCitationBag "},
    {TOK_NUMBER, NULL, "doc-number PublicationNumber ApplicationNumberText PatentNumber "},
    {TOK_DATE, NULL, "date PublicationDate FilingDate "},
    {TOK_KIND, NULL, "kind kind-of-official-gazette PlainLanguageDesignationText "},
    {TOK_TITLE, NULL, "invention-title InventionTitle DeviceTitle "},
    {TOK_APPLICANT, NULL, "applicant Applicant "},
    {TOK_NAME, NULL, "name EntityName "},
    {TOK_IPC_GROUP, NULL, "classification-ipc IPCClassification "},
    {TOK_FI_GROUP, NULL, "classification-national NationalClassification "},
    {TOK_SYMBOL, NULL,
	"main-clsf further-clsf additional-info unlinked-indexing-code linked-indexing-code-group "
	"MainClassification FurtherClassification AdditionalClassification UnlinkedIndexingCode "
	"AdditionalInformation PatentClassificationText "},
    {TOK_THEME, NULL, "theme-code ThemeCodeInformation "},
    {TOK_FTERM, NULL, "f-term FtermInformation "},
    {TOK_GRANT, NULL, "PatentGrantIdentification "},
    {TOK_ABSTRACT, NULL, "abstract Abstract "},
    {TOK_CLAIMS, NULL, "claims Claims "},
    {TOK_CLAIM, NULL, "claim Claim "},
    {TOK_CLAIM_TEXT, NULL, "claim-text ClaimText "},
    {TOK_DESCRIPTION, NULL, "description Description "},
    {TOK_PROBLEM, NULL, "tech-problem TechnicalProblem "},
    {TOK_MEANS, NULL, "tech-solution TechnicalSolution "},
    {TOK_EFFECT, NULL, "advantageous-effects AdvantageousEffects "},
    {TOK_SECTION, "【技術分野】", "technical-field TechnicalField "},
    {TOK_SECTION, "【背景技術】", "background-art BackgroundArt "},
    {TOK_SECTION, "【先行技術文献】", "citation-list CitationBag "},
    {TOK_SECTION, "【図面の簡単な説明】", "description-of-drawings DrawingDescription "},
    {TOK_SECTION, "【発明を実施するための形態】",
	"best-mode description-of-embodiments mode-for-invention EmbodimentDescription "
	"InventionMode "},
    {TOK_SECTION, "【実施例】", "embodiments-example EmbodimentExample "},
    {TOK_SECTION, "【産業上の利用可能性】", "industrial-applicability IndustrialApplicability "},
    {TOK_SECTION, "【符号の説明】", "reference-signs-list ReferenceSignBag "},
    {TOK_PARAGRAPH, NULL, "p P heading Heading "},
    {TOK_BREAK, NULL, "br Br "},
    {TOK_CITATION, NULL, "patcit nplcit PatentCitation NPLCitation "},
    {TOK_AMENDMENT, NULL, "contents-of-amendment AmendmentContentsBag "},
    {TOK_SKIP, NULL,
	"AmendmentDocumentNameCategory img tables maths chemistry Image Table Math "
	"ChemicalFormulae drawings Drawings agent RegisteredPractitioner inventors InventorBag "
	"examiner-group ExaminerBag "},
};

/* The table is in the order of the standards, so it is searched from the front.  A gazette has
 * some thousands of elements; 100 comparisons for each take far less time than expat does. */
token
gazette_token(span name, const char **heading)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (is_listed(name, elements[i].names)) {
			*heading = elements[i].heading;
			return (token)elements[i].token;
		}
	*heading = NULL;
	return TOK_OTHER;
}
