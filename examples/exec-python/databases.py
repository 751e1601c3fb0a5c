#!/usr/bin/env python3
"""Answers upgradectl about the databases of an in-house inventory.

The inventory is a file here, so that the example runs anywhere; a real one is asked over HTTP (urllib.request).
"""

import hmac
import json
import os
import sys

CONDITIONS = {"online": "ready", "upgrading": "upgrading", "restarting": "busy", "broken": "failed"}


class Failure(Exception):
    """Becomes the cluster's error in upgradectl's report."""

    def __init__(self, kind, message, **more):
        super().__init__(message)
        self.error = {"kind": kind, "message": message, **more}


def read_inventory(config):
    path = config.get("inventory", "inventory.json")
    try:
        with open(path, encoding="utf-8") as file:
            inventory = json.load(file)
    except OSError as error:
        raise Failure("unavailable", f"{path}: {error.strerror}", hint="Name it in `settings.inventory`.")
    token = os.environ.get("INVENTORY_TOKEN", "")
    if not hmac.compare_digest(token.encode(), inventory["token"].encode()):
        raise Failure("unauthenticated", "the inventory refused the token", hint="Set INVENTORY_TOKEN.")
    return inventory["databases"]


def observe(database, properties):
    status = database["status"]
    observation = {
        "version": database["version"],
        # A word that nobody knows is `unknown`, never a guess.
        "state": {"condition": CONDITIONS.get(status, "unknown"), "raw": status},
        "operations": [],
    }
    upgrade = database.get("upgrade")
    if upgrade is not None:
        observation["operations"].append(
            {
                "id": upgrade["job"],
                "phase": "running",
                "rawPhase": status,
                "fromVersion": database["version"],
                "toVersion": upgrade["to"],
                "progress": upgrade["done"] / upgrade["of"],
                "startedAt": upgrade["started"],
            }
        )
    if "versions" in properties:
        observation["properties"] = {"versions": database.get("replicas")}
    return observation


def answer(request):
    databases = read_inventory(request["config"])
    if request["action"] == "list":
        return {
            "clusters": [
                {"id": one["id"], "name": one["name"], "observation": observe(one, [])} for one in databases
            ]
        }
    cluster = request["cluster"]
    for one in databases:
        if one["id"] == cluster["id"]:
            return {"observation": observe(one, cluster["properties"])}
    raise Failure("not-found", f"the inventory has no database {cluster['id']}")


try:
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
except Failure as failure:
    json.dump({"error": failure.error}, sys.stdout)
