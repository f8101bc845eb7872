// A program in a terminal of its own, as a person would run it: keys go in, the screen is read, and at the end one can ask
// whether the terminal was left in order.

package import Glibc

/// A pseudo-terminal, the emulator behind it, and the program in it if there is one.
package final class PseudoTerminal {
  package private(set) var screen: ScreenEmulator
  /// Everything that the program wrote.
  package private(set) var transcript: [UInt8] = []
  package private(set) var status: ExitStatus?
  /// The program's number, 0 where none was started.
  package private(set) var process: pid_t = 0

  private let master: Descriptor
  /// Kept open, so that modes can be read and the screen stays when the program has gone.
  private let slave: Descriptor
  private let name: String
  private let firstModes: termios

  /// TIOCSPTLCK and TIOCGPTN of <asm/ioctls.h>.
  private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  /// A terminal of this size without a program; `slaveDescriptor` is its other end.
  package init(width: Int = 80, height: Int = 24) throws {
    screen = ScreenEmulator(width: width, height: height)
    // What posix_openpt, unlockpt and ptsname do on Linux; Glibc's module does not show them.
    master = Descriptor(open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC))
    var (lock, number): (Int32, Int32) = (0, 0)
    guard master.isOpen, ioctl(master.value, Self.setLock, &lock) == 0,
      ioctl(master.value, Self.getNumber, &number) == 0
    else { throw SystemError("/dev/ptmx") }
    name = "/dev/pts/\(number)"
    slave = Descriptor(open(name, O_RDWR | O_NOCTTY | O_CLOEXEC))
    guard slave.isOpen else { throw SystemError("open \(name)") }
    firstModes = Self.modes(slave.value)
    setSize(width, height)
  }

  /// Runs a program in a terminal of this size.
  package convenience init(
    running program: String, _ arguments: [String] = [], environment: [String: String] = plainEnvironment(),
    folder: String? = nil, width: Int = 80, height: Int = 24
  ) throws {
    try self.init(width: width, height: height)
    process = try Spawning(
      program: program, arguments: arguments, environment: environment, folder: folder, terminal: name
    ).start()
  }

  deinit {
    guard process > 0, status == nil else { return }
    // The program leads a session: its children go with it.
    kill(-process, SIGKILL)
    kill(process, SIGKILL)
    var raw: Int32 = 0
    waitpid(process, &raw, 0)
  }

  /// The end that programs see; it is closed with this object.
  package var slaveDescriptor: Int32 { slave.value }

  // MARK: - What a person does

  /// Types text, or sends bytes as they are.
  package func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(master.value, $0.baseAddress, min($0.count, 1024)) }
      if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR && errno != EAGAIN { return }
      // The program may be waiting for its own output to be read.
      pump(milliseconds: 0)
    }
  }

  /// Presses a key by its name ("Enter", "Ctrl-R", "Shift-F11", "Alt-x"), sent as xterm does in the modes now set.
  package func press(_ key: String) {
    send(KeyEncoding.text(of: key, modes: screen.modes))
  }

  /// Presses and releases the left button over a cell, counted from 0; nothing is sent unless the program asked for it.
  package func click(row: Int, column: Int) {
    if !screen.modes.mouse.isEmpty { send("\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m") }
  }

  /// Turns the wheel over a cell by one notch.
  package func turnWheel(up: Bool, row: Int, column: Int) {
    if !screen.modes.mouse.isEmpty { send("\u{1B}[<\(up ? 64 : 65);\(column + 1);\(row + 1)M") }
  }

  /// Pastes text, between brackets if the program asked for them.
  package func paste(_ text: String) {
    let text = text.replacing("\n", with: "\r")
    send(screen.modes.bracketedPaste ? "\u{1B}[200~" + text + "\u{1B}[201~" : text)
  }

  /// Gives the window another size; the program gets SIGWINCH.
  package func resize(width: Int, height: Int) {
    pump(milliseconds: 0)
    screen.resize(width: width, height: height)
    setSize(width, height)
  }

  package func send(signal: Int32) { if process > 0 { kill(process, signal) } }

  // MARK: - What a person sees

  /// Reads what comes within this time, at least what is there already.
  package func pump(milliseconds: Int) {
    let end = Spawning.now() + milliseconds
    while true {
      var descriptors = [pollfd(fd: master.value, events: Int16(POLLIN), revents: 0)]
      let ready = poll(&descriptors, 1, Int32(clamping: max(end - Spawning.now(), 0)))
      guard ready > 0 else { return }
      var bytes: [UInt8] = []
      master.drain(into: &bytes)
      guard !bytes.isEmpty else { return }
      transcript += bytes
      screen.feed(bytes)
      let answers = screen.takeAnswers()
      if !answers.isEmpty { _ = answers.withUnsafeBytes { write(master.value, $0.baseAddress, $0.count) } }
    }
  }

  /// Waits until the screen satisfies a condition; false if it does not in this time or the program has ended without.
  package func wait(seconds: Double = 10, until condition: (ScreenEmulator) -> Bool) -> Bool {
    let end = Spawning.now() + Int(seconds * 1000)
    while true {
      // Asked first: whatever it wrote before its end is then read.
      let hasEnded = pollForExit()
      pump(milliseconds: 5)
      if condition(screen) { return true }
      if hasEnded || Spawning.now() > end { return false }
    }
  }

  /// Waits until a text is on the screen.
  package func wait(for text: String, seconds: Double = 10) -> Bool {
    wait(seconds: seconds) { $0.contains(text) }
  }

  /// Waits until nothing has been written for a while, so that a half-drawn screen is not looked at.
  package func waitUntilQuiet(milliseconds: Int = 60, seconds: Double = 10) {
    let end = Spawning.now() + Int(seconds * 1000)
    while Spawning.now() < end {
      let count = transcript.count
      pump(milliseconds: milliseconds)
      if transcript.count == count { return }
    }
  }

  /// Waits for the program's end; nil if it goes on.
  package func waitForExit(seconds: Double = 10) -> ExitStatus? {
    let end = Spawning.now() + Int(seconds * 1000)
    while !pollForExit(), Spawning.now() < end { pump(milliseconds: 5) }
    pump(milliseconds: 20)
    return status
  }

  /// What of the terminal is not as it was before the program; empty when it was left in order.
  package var disorder: [String] {
    pump(milliseconds: 0)
    var found = screen.disorder
    let now = Self.modes(slave.value)
    if now.c_iflag != firstModes.c_iflag {
      found.append("input modes \(hex(firstModes.c_iflag)) are \(hex(now.c_iflag))")
    }
    if now.c_oflag != firstModes.c_oflag {
      found.append("output modes \(hex(firstModes.c_oflag)) are \(hex(now.c_oflag))")
    }
    if now.c_lflag != firstModes.c_lflag {
      found.append("local modes \(hex(firstModes.c_lflag)) are \(hex(now.c_lflag))")
    }
    if now.c_cflag != firstModes.c_cflag {
      found.append("control modes \(hex(firstModes.c_cflag)) are \(hex(now.c_cflag))")
    }
    return found
  }

  private func hex(_ flags: tcflag_t) -> String { "0x" + String(flags, radix: 16) }

  private static func modes(_ descriptor: Int32) -> termios {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    return modes
  }

  private func setSize(_ width: Int, _ height: Int) {
    var size = winsize(
      ws_row: UInt16(clamping: height), ws_col: UInt16(clamping: width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master.value, UInt(TIOCSWINSZ), &size)
  }

  private func pollForExit() -> Bool {
    guard process > 0, status == nil else { return status != nil }
    var raw: Int32 = 0
    if waitpid(process, &raw, WNOHANG) == process { status = ExitStatus(raw: raw) }
    return status != nil
  }
}

extension ScreenEmulator {
  fileprivate mutating func takeAnswers() -> [UInt8] {
    defer { answers = [] }
    return answers
  }
}
