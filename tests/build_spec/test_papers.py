"""What goes out with the program: the licences of all that is in it, and its bill of materials."""

import json
import re
from pathlib import Path

import pytest

from build_spec import licences, packages, sbom
from build_spec.names import read_project

LOCK = """\
# written by a program
alpha-beta==1.2 ; sys_platform == 'win32' \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via x
pip==26.1 \\
    --hash=sha256:{a}
""".format(a="a" * 64, b="b" * 64)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "run.lock"
    path.write_text(LOCK, encoding="utf-8")
    return path


def test_packages_are_read_with_version_and_hashes(lock: Path) -> None:
    assert packages.pinned(lock)[0] == packages.Package("alpha-beta", "1.2", ("a" * 64, "b" * 64))


def test_what_stays_out_of_the_bundle_is_not_listed(lock: Path) -> None:
    assert [one.name for one in packages.shipped(lock)] == ["alpha-beta"]


def test_every_package_of_the_run_lock_is_read() -> None:
    text = packages.RUN_LOCK.read_text(encoding="utf-8")
    assert len(packages.pinned()) == len(re.findall(r"^[a-z].*==", text, re.MULTILINE)) > 10
    assert all(one.hashes for one in packages.pinned())


def test_the_licences_file_has_the_text_of_every_package_of_the_run_lock() -> None:
    text = licences.licences_text(read_project(), "6.11.3")
    assert licences.missing(text, packages.shipped()) == []
    assert "{" not in text[: text.index(licences.RULE)]
    sections = re.split(rf"^{licences.RULE}$", text, flags=re.MULTILINE)[1:]
    bodies = dict(zip((title.strip() for title in sections[::2]), sections[1::2], strict=True))
    short = [title for title, body in bodies.items() if len(body) < 400 and "public domain" not in body.casefold()]
    assert short == []


def test_a_package_without_its_text_is_told() -> None:
    assert licences.missing("", [packages.Package("numpy", "1", ())]) == ["numpy"]


def test_the_lgpl_and_the_gpl_go_with_qt_with_the_right_to_replace_it() -> None:
    text = licences.licences_text(read_project(), "6.11.3")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licences.text_of("pyside6-essentials")
    assert "GNU GENERAL PUBLIC LICENSE" in licences.text_of("shiboken6")
    assert "置き換えて" in text and "6.11.3" in text


def test_a_package_whose_text_is_nowhere_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(licences.NO_TEXT, "shiboken6")
    with pytest.raises(LookupError, match="shiboken6"):
        licences.licences_text(read_project(), "6.11.3")


def test_the_bill_names_every_package_python_and_sqlite_as_cyclonedx_asks() -> None:
    bill = json.loads(json.dumps(sbom.bill_of(read_project(), "2026-04-01T09:00:00+09:00")))
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    parts = {part["name"]: part for part in bill["components"]}
    assert set(parts) == {"python", "sqlite", *(one.name for one in packages.shipped())}
    assert all(part["type"] == "library" and part["version"] for part in parts.values())
    pillow = parts["pillow"]
    assert pillow["purl"] == f"pkg:pypi/pillow@{pillow['version']}"
    assert pillow["externalReferences"][0]["hashes"][0]["alg"] == "SHA-256"


def test_the_bill_s_references_are_unique_and_all_used() -> None:
    bill = sbom.bill_of(read_project(), "2026-04-01T09:00:00+09:00")
    references = [part["bom-ref"] for part in bill["components"]]
    assert len(set(references)) == len(references)
    (tree,) = bill["dependencies"]
    assert (tree["ref"], tree["dependsOn"]) == (bill["metadata"]["component"]["bom-ref"], references)
