"""``{review-people}``: who reviews pages, in what role, with what interests, and what each of them has signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.render import run_nodes
from sphinx_evidence.review.page_links import PageLinks, author_text
from sphinx_evidence.review.people import NOT_ASKED, Role
from sphinx_evidence.review.status_page import PlaceStatus, page_reviews, review_place
from sphinx_evidence.review.tally import roles_that_signed, signed_reviews, vacant_roles
from sphinx_evidence.review.wording import fill, nobody_of_sentence, role_word
from sphinx_evidence.words import babel_locale, language_classes, translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx

    from sphinx_evidence.domain import BuildState
    from sphinx_evidence.review.dates import PartialDate
    from sphinx_evidence.review.people import People, Person
    from sphinx_evidence.review.tally import SignedReview
    from sphinx_evidence.review.wording import Run


class PlacePeople(PlaceStatus):
    """Everybody in the people file."""

    shows = "people"


class ResolvePeople(SphinxPostTransform):
    """Writes who reviews pages."""

    default_priority = 6  # before references are resolved (10)

    def run(self, **_kwargs: object) -> None:
        """Fill the document's places."""
        for place in list(self.document.findall(review_place)):
            if place["shows"] == PlacePeople.shows:
                place["classes"] += ["evidence-review-people", *language_classes(self.config)]
                place.extend(self.content(PageLinks(self, place), evidence_domain(self.env).build))

    def content(self, links: PageLinks, build: BuildState) -> list[nodes.Node]:
        """Return everybody, then the roles that nobody has."""
        words = translator()
        people: People | None = {} if build.people_path else build.people
        if people is None:
            return [self.paragraph([words.gettext("The list of people cannot be read, so nobody is shown.")])]
        usable = [person for person in people.values() if person is not None]
        pages = page_reviews(self.env)
        signed = signed_reviews(pages)
        content: list[nodes.Node] = []
        if missing := nobody_of_sentence(roles_that_signed(pages, people), words):
            content.append(self.paragraph([missing]))
        if usable:
            items = (self.person(person, signed.get(person.id, []), links) for person in usable)
            content.append(nodes.definition_list("", *items))
        else:
            content.append(self.paragraph([words.gettext("Nobody is recorded.")]))
        if unusable := len(people) - len(usable):
            template = words.ngettext(
                "{entries} entry in the list of people cannot be used, and is not shown.",
                "{entries} entries in the list of people cannot be used, and are not shown.",
                unusable,
            )
            content.append(self.paragraph(fill(template, entries=str(unusable))))
        return content + self.vacant(vacant_roles(people))

    def person(
        self, person: Person, signed: Sequence[SignedReview], links: PageLinks
    ) -> nodes.definition_list_item:
        """Return what is recorded of *person*."""
        words = translator()
        definition = nodes.definition("", self.paragraph([self.role_sentence(person)]))
        if person.credentials:
            definition += self.labelled([words.gettext("Credentials:")], person.credentials)
        if person.interests == NOT_ASKED:
            definition += self.paragraph([words.gettext("Interests: not asked")])
        else:
            definition += self.labelled(self.interests_label(person.interests_declared_on), person.interests)
        if signed:
            definition += self.paragraph([words.gettext("Pages whose review they signed, with its day:")])
            definition += nodes.bullet_list("", *(self.signed_item(review, links) for review in signed))
        else:
            definition += self.paragraph([words.gettext("Has signed no page's review.")])
        return nodes.definition_list_item(
            "", nodes.term("", "", author_text(person.name, self.config)), definition
        )

    def role_sentence(self, person: Person) -> str:
        """Return the role, and of everybody who is no clinician that they are none."""
        words = translator()
        is_clinician = person.role is Role.CLINICIAN
        if person.is_group:
            template = words.gettext("Role: {role} (a group of people who are not clinicians)")
            if is_clinician:
                template = words.gettext("Role: {role} (a group)")
        elif is_clinician:
            template = words.gettext("Role: {role}")
        elif person.credentials:  # which may be a clinician's
            template = words.gettext("Role: {role}, not as a clinician")
        else:
            template = words.gettext("Role: {role}, not a clinician")
        return "".join(str(run) for run in fill(template, role=role_word(person.role, words)))

    def interests_label(self, declared_on: PartialDate | None) -> list[Run]:
        """Return when interests were declared."""
        words = translator()
        if declared_on is None:
            return [words.gettext("Interests, declared (day not recorded):")]
        if declared_on.day is None:
            return fill(words.gettext("Interests, declared in {date}:"), date=declared_on)
        return fill(words.gettext("Interests, declared on {date}:"), date=declared_on)

    def signed_item(self, review: SignedReview, links: PageLinks) -> nodes.list_item:
        """Return a page, linked, and the day of its review."""
        item = nodes.paragraph("", "", links.to(review.page), nodes.Text(", "))
        item += run_nodes([review.on], babel_locale(self.config))
        return nodes.list_item("", item)

    def vacant(self, roles: Sequence[Role]) -> list[nodes.Node]:
        """Return the roles that nobody has."""
        if not roles:
            return []
        words = translator()
        items = [
            nodes.list_item(
                "", self.paragraph(fill(words.gettext("{role}: vacant"), role=role_word(role, words)))
            )
            for role in roles
        ]
        told = words.gettext("These roles are vacant. A vacant role signs nothing:")
        return [self.paragraph([told]), nodes.bullet_list("", *items)]

    def labelled(self, label: Iterable[Run], text: str) -> nodes.paragraph:
        """Return a paragraph with our label before its author's *text*."""
        paragraph = self.paragraph([*label, " "])
        paragraph += author_text(text, self.config)
        return paragraph

    def paragraph(self, runs: Iterable[Run]) -> nodes.paragraph:
        """Return *runs* as a paragraph, with dates in the language of the build."""
        return nodes.paragraph("", "", *run_nodes(runs, babel_locale(self.config)))


def setup_people_page(app: Sphinx) -> None:
    """Connect the directive; :mod:`.status_page` connects its place."""
    app.add_directive("review-people", PlacePeople)
    app.add_post_transform(ResolvePeople)
