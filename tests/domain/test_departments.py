"""Departments completed while they are typed."""

from app.domain.departments import completed


def test_the_last_name_is_completed_to_those_that_may_be_meant() -> None:
    known = ("情報政策課", "情報広報課", "企画課", "ＩＣＴ推進室")
    assert completed("情報", known) == ("情報政策課", "情報広報課")
    assert completed("広報", known) == ("情報広報課",)
    assert completed("企画課、ict", known) == ("企画課、ＩＣＴ推進室",)
    assert completed("企画課／企画", known) == ()
    assert completed("企画課", known) == completed("", known) == completed("企画課／", known) == ()
