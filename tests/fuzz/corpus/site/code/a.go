package a

func Run(a int) int { return a }
