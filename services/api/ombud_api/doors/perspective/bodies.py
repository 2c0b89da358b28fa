"""The bodies of Perspective's requests. Names are camelCase; as in Google's own JSON, snake_case is read too."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

_LONGEST_TOKEN = 2000
_MOST = 100

Token = Annotated[str, Field(max_length=_LONGEST_TOKEN)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)


class Written(_Part):
    """A text. HTML is read as the text that its readers see."""

    text: str = ""
    type: Literal["TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"] = "PLAIN_TEXT"


class ArticleAndParent(_Part):
    """What a comment stands on and answers."""

    article: Written | None = None
    parent_comment: Written | None = None


class Context(_Part):
    """What a comment stands in, in one of two forms. It is taken, and scores do not depend on it."""

    entries: Annotated[tuple[Written, ...], Field(max_length=_MOST)] = ()
    article_and_parent_comment: ArticleAndParent | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.entries and self.article_and_parent_comment:
            raise ValueError("has both entries and articleAndParentComment; send one of them")
        return self


class Wanted(_Part):
    """How one attribute is asked for. Scores below the threshold are left out of the answer."""

    score_type: Literal["SCORE_TYPE_UNSPECIFIED", "PROBABILITY"] = "PROBABILITY"
    score_threshold: Share = 0.0


class _Request(_Part):
    comment: Written
    context: Context | None = None
    languages: Annotated[tuple[Annotated[str, Field(max_length=35)], ...], Field(max_length=_MOST)] = ()
    client_token: Token | None = None
    session_id: Token | None = None
    community_id: Token | None = None


class AnalyzeBody(_Request):
    """`comments:analyze`."""

    requested_attributes: Annotated[dict[str, Wanted], Field(max_length=_MOST)] = Field(default_factory=dict)
    span_annotations: bool = False
    do_not_store: bool = False


class SuggestedValue(_Part):
    """A score that somebody would have given, 0-1."""

    value: Share
    type: Literal["SCORE_TYPE_UNSPECIFIED", "PROBABILITY"] = "PROBABILITY"


class SuggestedSpan(_Part):
    """A score for a piece of the text. It is taken and not used."""

    begin: int | None = None
    end: int | None = None
    score: SuggestedValue | None = None


class SuggestedScores(_Part):
    """What somebody would have given for one attribute."""

    summary_score: SuggestedValue | None = None
    span_scores: Annotated[tuple[SuggestedSpan, ...], Field(max_length=_MOST)] = ()


class SuggestBody(_Request):
    """`comments:suggestscore`."""

    attribute_scores: Annotated[dict[str, SuggestedScores], Field(max_length=_MOST)] = Field(default_factory=dict)
