"""Every kind of block to its writer."""

from __future__ import annotations

from functools import singledispatch

from lxml import etree

from course_export.curriculum.blocks import Exercise, Generated, Law, Page, Question, Sheet, Video
from course_export.curriculum.pieces import Piece
from course_export.olx import exercise, html, problem, video
from course_export.olx.files import Files, node
from course_export.olx.pages import law, sheet, tables
from course_export.olx.pages.words import Words


@singledispatch
def write(block: Piece, words: Words, files: Files) -> etree._Element:
    """Write the files of `block` and return the element that stands for it in its unit."""
    raise TypeError(f"no writer for {type(block).__name__}")


@write.register
def _page(block: Page, words: Words, files: Files) -> etree._Element:
    html.write(block.id, block.title, block.html, files)
    return node("html", block.id)


@write.register
def _sheet(block: Sheet, words: Words, files: Files) -> etree._Element:
    html.write(block.id, block.title, sheet.render(block, words), files)
    return node("html", block.id)


@write.register
def _generated(block: Generated, words: Words, files: Files) -> etree._Element:
    html.write(block.id, block.title, tables.render(block, words), files)
    return node("html", block.id)


@write.register
def _law(block: Law, words: Words, files: Files) -> etree._Element:
    html.write(block.id, block.title, law.render(block, words), files)
    return node("html", block.id)


@write.register
def _exercise(block: Exercise, words: Words, files: Files) -> etree._Element:
    return exercise.element(block)


@write.register
def _question(block: Question, words: Words, files: Files) -> etree._Element:
    files.add_xml(f"problem/{block.id}.xml", problem.element(block))
    return node("problem", block.id)


@write.register
def _video(block: Video, words: Words, files: Files) -> etree._Element:
    files.add_xml(f"video/{block.id}.xml", video.element(block, words.course.language))
    return node("video", block.id)
