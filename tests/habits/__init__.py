"""What lecturers write in nbgrader's notebooks every day, each with a right and a wrong answer."""
