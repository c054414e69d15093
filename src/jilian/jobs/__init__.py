"""Later work, the timetable, the worker; the only area that knows the task library."""
