import os


class Worker:
    def run(self) -> None:
        os.getcwd()
