"""The software bill of materials: what the program is built from, in CycloneDX 1.6, from the lock file.

Written here rather than by a library: the lock holds names, versions and hashes already, and the libraries for it bring
half a dozen packages along for a file of this size.
"""

import platform
import sqlite3
from typing import Any

from build_spec.names import Project
from build_spec.packages import Package, licence_name, shipped

SPEC_VERSION = "1.6"


def bill_of(project: Project, made_at: str) -> dict[str, Any]:
    """Return the bill of a build by the running Python; `made_at` is an ISO 8601 moment with its zone."""
    root = {"type": "application", "bom-ref": project.name, "name": project.name, "version": project.version}
    parts = [
        _runtime("python", platform.python_version(), "PSF-2.0"),
        _runtime("sqlite", sqlite3.sqlite_version, "blessing"),
    ]
    parts += [component_of(package, licence_name(package.name)) for package in shipped()]
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "version": 1,
        "metadata": {"timestamp": made_at, "component": root | {"description": project.description}},
        "components": parts,
        "dependencies": [{"ref": project.name, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def component_of(package: Package, licence: str) -> dict[str, Any]:
    """Return a package of the lock as a component; its hashes are those of the files that pip accepts."""
    url = f"pkg:pypi/{package.name}@{package.version}"
    files = [{"type": "distribution", "url": f"https://pypi.org/project/{package.name}/{package.version}/"}]
    found: dict[str, Any] = {"type": "library", "bom-ref": url, "name": package.name, "version": package.version}
    found |= {"purl": url, "externalReferences": files}
    files[0] |= {"hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes]}  # type: ignore[dict-item]
    return found | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def _runtime(name: str, version: str, licence: str) -> dict[str, Any]:
    url = f"pkg:generic/{name}@{version}"
    row = {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url}
    return row | {"licenses": [{"license": {"id": licence}}]}
