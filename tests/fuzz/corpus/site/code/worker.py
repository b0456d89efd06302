import os


class Worker:
    def run(self) -> None:
        print(os.sep)
