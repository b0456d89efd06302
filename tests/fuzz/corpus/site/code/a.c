int run(int a) { return a; }
