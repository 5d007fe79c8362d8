"""Tests of graders/lti."""
