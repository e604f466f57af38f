"""JSON schemas of three open formats, written from their specifications, for `jsonschema`.

W3C Web Annotation Data Model (23 February 2017), schema.org `Claim`, CSL-JSON 1.0. They are
strict about names, so that a field nobody knows fails.
"""

from __future__ import annotations

from typing import Any

_BODY = {
    "type": "object",
    "properties": {
        "type": {"const": "TextualBody"},
        "purpose": {"enum": ["tagging", "describing", "identifying", "classifying"]},
        "value": {"type": "string", "minLength": 1},
    },
    "required": ["type", "value"],
    "additionalProperties": False,
}
_QUOTE = {
    "type": "object",
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string"},
        "suffix": {"type": "string"},
    },
    "required": ["type", "exact"],
    "additionalProperties": False,
}
_POSITION = {
    "type": "object",
    "properties": {
        "type": {"const": "TextPositionSelector"},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
    },
    "required": ["type", "start", "end"],
    "additionalProperties": False,
}
_ANNOTATION = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uri"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["identifying", "describing", "tagging", "linking"]},
        "body": {"type": "array", "items": _BODY, "minItems": 1},
        "target": {
            "type": "object",
            "properties": {
                "source": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string", "format": "uri"},
                        "type": {"enum": ["Text", "Dataset", "Image", "Video", "Sound"]},
                        "format": {"type": "string", "pattern": "^[a-z]+/"},
                        "canonical": {"type": "string", "format": "uri"},
                    },
                    "required": ["id"],
                    "additionalProperties": False,
                },
                "selector": {
                    "type": "array",
                    "items": {"anyOf": [_QUOTE, _POSITION]},
                    "minItems": 2,
                },
            },
            "required": ["source", "selector"],
            "additionalProperties": False,
        },
    },
    "required": ["id", "type", "target"],
    "additionalProperties": False,
}
ANNOTATION_PAGE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": {"type": "string", "format": "uri"},
        "type": {"const": "AnnotationPage"},
        "items": {"type": "array", "items": _ANNOTATION, "minItems": 1},
    },
    "required": ["@context", "id", "type", "items"],
    "additionalProperties": False,
}

_AGENT = {
    "type": "object",
    "properties": {"@type": {"enum": ["Person", "Organization"]}, "name": {"type": "string"}},
    "required": ["@type", "name"],
    "additionalProperties": False,
}
_CLAIM = {
    "type": "object",
    "properties": {
        "@type": {"const": "Claim"},
        "@id": {"type": "string"},
        "text": {"type": "string", "minLength": 1},
        "appearance": {
            "type": "array",
            "items": {"type": "object", "required": ["@id"], "additionalProperties": True},
            "minItems": 1,
        },
        "author": {"type": "array", "items": _AGENT},
        "additionalProperty": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"@type": {"const": "PropertyValue"}, "name": {}, "value": {}},
                "required": ["@type", "name", "value"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["@type", "@id", "text", "appearance"],
    "additionalProperties": False,
}
_ARTICLE = {
    "type": "object",
    "properties": {
        "@type": {"const": "NewsArticle"},
        "@id": {"type": "string"},
        "identifier": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "headline": {"type": "string"},
        "publisher": _AGENT,
        "url": {"type": "string", "format": "uri"},
        "datePublished": {"type": "string", "pattern": r"^\d{4}"},
        "author": {"type": "array", "items": _AGENT},
    },
    "required": ["@type", "@id", "identifier"],
    "additionalProperties": False,
}
CLAIM_GRAPH: dict[str, Any] = {
    "type": "object",
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@graph": {"type": "array", "items": {"anyOf": [_CLAIM, _ARTICLE]}, "minItems": 1},
    },
    "required": ["@context", "@graph"],
    "additionalProperties": False,
}

_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {
                "type": "array",
                "items": {"type": "integer"},
                "minItems": 1,
                "maxItems": 3,
            },
            "minItems": 1,
            "maxItems": 2,
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
CSL: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["article-newspaper", "webpage", "post"]},
            "title": {"type": "string"},
            "note": {"type": "string"},
            "container-title": {"type": "string"},
            "source": {"type": "string"},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": {"type": "string"}},
                    "required": ["literal"],
                    "additionalProperties": False,
                },
            },
            "issued": _DATE,
            "accessed": _DATE,
            "URL": {"type": "string", "format": "uri"},
            "language": {"type": "string"},
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}
