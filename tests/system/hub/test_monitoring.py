"""Alerts and dashboard name what the service exports, and nothing else."""

import json
import re
import shutil
import subprocess
import time

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from graders.exchange import Receipt
from graders.service.child import Job
from graders.service.metrics import QueueCollector
from graders.service.pausing import Pauses
from graders.service.queue import Queue, Stage
from hub.settings import REPOSITORY
from tests.system.hub.hub_api import PREFIX

FOLDER = REPOSITORY / "hub" / "monitoring"
ALERTS = yaml.safe_load((FOLDER / "alerts.yml").read_text())
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text())
PROMTOOL = shutil.which("promtool")


def rules() -> list[dict]:
    return [rule for group in ALERTS["groups"] for rule in group["rules"]]


def expressions() -> list[str]:
    found = [rule["expr"] for rule in rules()]
    found += [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    found += [one["query"]["query"] for one in DASHBOARD["templating"]["list"] if "refresh" in one]
    assert len(found) > 15
    return found


@pytest.fixture
def exported(tmp_path):
    """Return the samples by name, each with its labels and its value."""
    queue = Queue(tmp_path / "queue.sqlite")
    pauses = Pauses(tmp_path / "queue.sqlite")
    queue.add("a", Receipt("ada", "small", time.time() - 100))

    def exported(down=()) -> dict[str, list[tuple[dict, float]]]:
        registry = CollectorRegistry()
        registry.register(QueueCollector(queue, pauses, down))
        found: dict[str, list] = {}
        for family in text_string_to_metric_families(generate_latest(registry).decode()):
            for sample in family.samples:
                found.setdefault(sample.name, []).append((sample.labels, sample.value))
        return found

    yield exported
    pauses.close()
    queue.close()


def test_every_metric_and_label_that_is_named_is_exported(exported):
    samples = exported()
    for expression in expressions():
        names = re.findall(r"\bgraders_\w+", expression)
        assert names or expression.startswith("up{"), expression
        for name in names:
            assert name in samples, f"{name} in {expression}"
        for stages in re.findall(r'stage=~?"([^"]*)"', expression):
            assert set(stages.split("|")) <= set(Stage), expression
    known = {"instance", "job"} | {
        key for found in samples.values() for row in found for key in row[0]
    }
    labels = {key for one in expressions() for key in re.findall(r"(\w+)=~?\"", one)}
    legends = re.findall(r"{{ ?\$?(?:labels\.)?(\w+) ?}}", json.dumps([ALERTS, DASHBOARD]))
    assert labels | set(legends) - {"value"} <= known


def test_every_figure_is_shown_or_watched(exported):
    named = set(re.findall(r"\bgraders_\w+", " ".join(expressions())))
    for name in exported():
        assert any(name.startswith(one.removesuffix("_bucket")) for one in named), name


def test_a_process_that_is_down_is_seen(exported):
    for down, expected in (((), 1.0), ({Job.GRADER: "it is not running"}, 0.0)):
        found = {labels["process"]: value for labels, value in exported(down)["graders_process_up"]}
        assert found == {"exchange": 1.0, "grader": expected}


def test_what_is_scraped_is_where_the_service_is():
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    (scrape,) = config["scrape_configs"]
    assert all(
        f'job="{scrape["job_name"]}"' in rule["expr"] for rule in rules() if "up{" in rule["expr"]
    )
    assert config["rule_files"] == ["alerts.yml"]
    course = scrape["metrics_path"].removeprefix("/services/grading-").removesuffix("/metrics")
    assert f'"{course}"' in (REPOSITORY / "hub/systemd/jupyterhub_config.py").read_text()
    assert PREFIX.startswith("/services/grading-")


CASES = """
rule_files: [{rules}]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: 'graders_process_up{{process="grader"}}'
        values: '1x5 0x30'
      - series: 'graders_process_up{{process="exchange"}}'
        values: '1x60'
      - series: 'graders_oldest_waiting_seconds'
        values: '0+60x60'
      - series: 'graders_submissions{{stage="failed"}}'
        values: '0x60'
      - series: 'up{{job="grading"}}'
        values: '1x60'
    alert_rule_test:
      - {{eval_time: 9m, alertname: GradingProcessDown, exp_alerts: []}}
      - eval_time: 12m
        alertname: GradingProcessDown
        exp_alerts:
          - exp_labels: {{severity: critical, process: grader}}
            exp_annotations:
              summary: The process grader of the grading service does not work.
              description: {description}
      - {{eval_time: 35m, alertname: GradingStuck, exp_alerts: []}}
      - {{eval_time: 60m, alertname: GradingFailed, exp_alerts: []}}
      - {{eval_time: 60m, alertname: GradingPagesDown, exp_alerts: []}}
"""


@pytest.mark.skipif(PROMTOOL is None, reason="promtool, of Prometheus, is not installed")
def test_promtool_takes_the_files_and_the_alerts_come_when_they_should(tmp_path):
    rule = next(rule for rule in rules() if rule["alert"] == "GradingProcessDown")
    description = json.dumps(rule["annotations"]["description"])
    cases = tmp_path / "cases.yml"
    cases.write_text(CASES.format(rules=FOLDER / "alerts.yml", description=description))
    for command in (
        ["check", "rules", FOLDER / "alerts.yml"],
        ["check", "config", "--syntax-only", FOLDER / "prometheus.yml"],
        ["test", "rules", cases],
    ):
        done = subprocess.run([PROMTOOL, *command], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
