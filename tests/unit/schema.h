/* schema.h - the part of JSON Schema that src/result/schema uses, checked strictly.
 *
 * Beyond the standard: a key that the schema does not name is an error (a reader may ignore it, but
 * an added key must be written down), and so is a keyword of the schema that this checker does not
 * know. */
#pragma once
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

typedef struct schema_check {
	json_object *root; /* of the schema, for $ref */
	char why[512];     /* the first thing that is wrong, "" if nothing is */
} schema_check;

static int schema_holds(schema_check *c, json_object *s, json_object *v, const char *path);

static int
schema_wrong(schema_check *c, const char *path, const char *what, const char *which)
{
	if (!c->why[0])
		snprintf(c->why, sizeof c->why, "%s: %s %s", path, what, which);
	return 0;
}

static int
schema_is_type(const char *type, json_object *v)
{
	static const struct {
		const char *name;
		json_type type;
	} types[] = {{"object", json_type_object}, {"array", json_type_array},
	    {"string", json_type_string}, {"boolean", json_type_boolean},
	    {"integer", json_type_int}, {"number", json_type_double}, {"null", json_type_null}};

	if (strcmp(type, "number") == 0 && json_object_is_type(v, json_type_int))
		return 1;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].name, type) == 0)
			return json_object_is_type(v, types[i].type);
	return 0;
}

static int
schema_type(schema_check *c, json_object *type, json_object *v, const char *path)
{
	if (json_object_is_type(type, json_type_string)) {
		if (schema_is_type(json_object_get_string(type), v))
			return 1;
	} else {
		for (size_t i = 0; i < json_object_array_length(type); i++)
			if (schema_is_type(
				json_object_get_string(json_object_array_get_idx(type, i)), v))
				return 1;
	}
	return schema_wrong(c, path, "is not of type", json_object_get_string(type));
}

static int
schema_object(schema_check *c, json_object *s, json_object *v, const char *path)
{
	json_object *known = NULL, *rest = NULL, *required = NULL, *x;
	const int refers = json_object_object_get_ex(s, "$ref", NULL);
	char below[256];

	json_object_object_get_ex(s, "properties", &known);
	json_object_object_get_ex(s, "additionalProperties", &rest);
	json_object_object_get_ex(s, "required", &required);
	for (size_t i = 0; required && i < json_object_array_length(required); i++) {
		const char *key = json_object_get_string(json_object_array_get_idx(required, i));
		if (!json_object_object_get_ex(v, key, NULL))
			return schema_wrong(c, path, "lacks the key", key);
	}
	json_object_object_foreach(v, key, value)
	{
		snprintf(below, sizeof below, "%s.%s", path, key);
		if (known && json_object_object_get_ex(known, key, &x)) {
			if (!schema_holds(c, x, value, below))
				return 0;
		} else if (refers) {
			continue; /* the definition that it refers to names the other keys */
		} else if (!rest) {
			return schema_wrong(
			    c, path, "has a key that the schema does not name:", key);
		} else if (json_object_is_type(rest, json_type_object) &&
			   !schema_holds(c, rest, value, below)) {
			return 0;
		}
	}
	return 1;
}

static int
schema_array(schema_check *c, json_object *s, json_object *v, const char *path)
{
	json_object *items = NULL;
	char below[256];

	json_object_object_get_ex(s, "items", &items);
	for (size_t i = 0; items && i < json_object_array_length(v); i++) {
		snprintf(below, sizeof below, "%s[%zu]", path, i);
		if (!schema_holds(c, items, json_object_array_get_idx(v, i), below))
			return 0;
	}
	return 1;
}

static int
schema_one_of(json_object *list, json_object *v)
{
	for (size_t i = 0; i < json_object_array_length(list); i++)
		if (json_object_equal(json_object_array_get_idx(list, i), v))
			return 1;
	return 0;
}

/* Alternatives that name required keys only. */
static int
schema_any_of(json_object *list, json_object *v)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		json_object *keys = NULL;
		size_t here = 0, n;

		if (!json_object_object_get_ex(
			json_object_array_get_idx(list, i), "required", &keys))
			return 0;
		n = json_object_array_length(keys);
		for (size_t k = 0; k < n; k++)
			here += (size_t)json_object_object_get_ex(
			    v, json_object_get_string(json_object_array_get_idx(keys, k)), NULL);
		if (here == n)
			return 1;
	}
	return 0;
}

/* "#/$defs/NAME" of this schema. */
static int
schema_definition(schema_check *c, const char *name, json_object *v, const char *path)
{
	json_object *defs = NULL, *target = NULL;

	if (strncmp(name, "#/$defs/", 8) != 0 ||
	    !json_object_object_get_ex(c->root, "$defs", &defs) ||
	    !json_object_object_get_ex(defs, name + 8, &target))
		return schema_wrong(c, path, "refers to what is not there:", name);
	return schema_holds(c, target, v, path);
}

/* A definition of this schema, another schema of the folder by its "$id", or a definition of
 * that: "urn:tensen:schema:ideas:3#/$defs/document". */
static int
schema_reference(schema_check *c, const char *name, json_object *v, const char *path)
{
	static const char urn[] = "urn:tensen:schema:";
	size_t n = strcspn(name, "#"), kind;
	schema_check other = {NULL, ""};
	json_object *id = NULL;
	char file[256];
	int good;

	if (strncmp(name, urn, sizeof urn - 1) != 0)
		return schema_definition(c, name, v, path);
	kind = strcspn(name + sizeof urn - 1, ":#");
	snprintf(
	    file, sizeof file, "src/result/schema/%.*s.json", (int)kind, name + sizeof urn - 1);
	other.root = json_object_from_file(file);
	if (!other.root || !json_object_object_get_ex(other.root, "$id", &id) ||
	    strlen(json_object_get_string(id)) != n ||
	    strncmp(json_object_get_string(id), name, n) != 0)
		good = schema_wrong(c, path, "refers to what is not there:", name);
	else
		good = name[n] ? schema_definition(&other, name + n, v, path)
			       : schema_holds(&other, other.root, v, path);
	if (other.why[0])
		snprintf(c->why, sizeof c->why, "%s", other.why);
	json_object_put(other.root);
	return good;
}

static int
schema_keyword(schema_check *c, json_object *s, const char *word, json_object *is, json_object *v,
    const char *path)
{
	static const char *const elsewhere[] = {"$schema", "$id", "$defs", "title", "description",
	    "properties", "required", "additionalProperties", "items"};

	(void)s;
	if (strcmp(word, "type") == 0)
		return schema_type(c, is, v, path);
	if (strcmp(word, "const") == 0)
		return json_object_equal(is, v) || schema_wrong(c, path, "is not", "the constant");
	if (strcmp(word, "enum") == 0)
		return schema_one_of(is, v) ||
		       schema_wrong(c, path, "is none of", json_object_get_string(is));
	if (strcmp(word, "anyOf") == 0)
		return schema_any_of(is, v) ||
		       schema_wrong(c, path, "has the keys of none of", json_object_get_string(is));
	if (strcmp(word, "minimum") == 0)
		return json_object_get_double(v) >= json_object_get_double(is) ||
		       schema_wrong(c, path, "is below", json_object_get_string(is));
	if (strcmp(word, "maximum") == 0)
		return json_object_get_double(v) <= json_object_get_double(is) ||
		       schema_wrong(c, path, "is above", json_object_get_string(is));
	if (strcmp(word, "$ref") == 0)
		return schema_reference(c, json_object_get_string(is), v, path);
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (strcmp(word, elsewhere[i]) == 0)
			return 1;
	return schema_wrong(c, path, "has a keyword unknown to the checker:", word);
}

/* 1 if v is as s says; else 0 and c->why. */
static int
schema_holds(schema_check *c, json_object *s, json_object *v, const char *path)
{
	json_object_object_foreach(s, word, is)
	{
		if (!schema_keyword(c, s, word, is, v, path))
			return 0;
	}
	if (json_object_is_type(v, json_type_object))
		return schema_object(c, s, v, path);
	if (json_object_is_type(v, json_type_array))
		return schema_array(c, s, v, path);
	return 1;
}
