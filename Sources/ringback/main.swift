import RingbackCommands

RingbackProgram.main()
