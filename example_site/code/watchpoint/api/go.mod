module example.org/watchpoint/api

go 1.19
