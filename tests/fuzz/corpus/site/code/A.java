class A { int run() { return 1; } }
