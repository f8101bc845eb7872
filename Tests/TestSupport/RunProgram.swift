// A program run to its end, with what it wrote and what it used.

import Glibc
import Synchronization

/// What a program left behind.
package struct ProgramResult: Sendable {
  package var status: ExitStatus
  package var output: [UInt8]
  package var errors: [UInt8]
  /// Bytes of memory at most in use at one time.
  ///
  /// The kernel counts the starting process in: exact if the program used more than the test's own peak, else the
  /// largest of samples taken every two milliseconds.
  package var peakMemory: Int
  package var milliseconds: Int
  /// Whether it was ended because its time was up.
  package var timedOut: Bool

  package var outputText: String { String(decoding: output, as: UTF8.self) }
  package var errorText: String { String(decoding: errors, as: UTF8.self) }
  package var outputLines: [String] { outputText.split(separator: "\n").map(String.init) }
}

/// Runs a program to its end, with pipes for its input, output and errors.
/// - Parameters:
///   - program: a path, or a name to look for in PATH.
///   - arguments: without the program's name.
///   - environment: all of it; `plainEnvironment()` by default.
///   - folder: where it starts; the test's own folder if nil.
///   - input: what it reads.
///   - seconds: after this time it is killed.
/// - Returns: what it wrote and how it ended.
/// - Throws: the system's refusal to start it.
package func runProgram(
  _ program: String, _ arguments: [String] = [], environment: [String: String] = plainEnvironment(),
  folder: String? = nil, input: [UInt8] = [], seconds: Int = 60
) throws(SystemError) -> ProgramResult {
  let pipeSignal = HeldPipeSignal()
  defer { pipeSignal.release() }
  let inputPipe = try Pipe()
  let outputPipe = try Pipe()
  let errorPipe = try Pipe()
  _ = fcntl(inputPipe.writing.value, F_SETFL, O_NONBLOCK)
  let spawning = Spawning(
    program: program, arguments: arguments, environment: environment, folder: folder,
    descriptors: [inputPipe.reading.value, outputPipe.writing.value, errorPipe.writing.value])
  let started = Spawning.now()
  let process = try spawning.start()
  inputPipe.reading.close()
  outputPipe.writing.close()
  errorPipe.writing.close()

  var result = ProgramResult(
    status: .exited(0), output: [], errors: [], peakMemory: 0, milliseconds: 0, timedOut: false)
  var left = input[...]
  var usage = rusage()
  var raw: Int32 = 0
  var hasEnded = false
  while !hasEnded || outputPipe.reading.isOpen || errorPipe.reading.isOpen {
    if left.isEmpty { inputPipe.writing.close() }
    if !hasEnded {
      result.peakMemory = max(result.peakMemory, memoryPeak(of: "\(process)"))
      hasEnded = wait4(process, &raw, WNOHANG, &usage) == process
    }
    let late = Spawning.now() - started - seconds * 1000
    if late > 0, !hasEnded, !result.timedOut {
      result.timedOut = true
      kill(process, SIGKILL)
    }
    // What the program started may keep its pipes open after its end.
    if late > 0, hasEnded { break }
    var descriptors = [
      pollfd(fd: inputPipe.writing.value, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: outputPipe.reading.value, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errorPipe.reading.value, events: Int16(POLLIN), revents: 0),
    ]
    poll(&descriptors, 3, 2)
    if descriptors[0].revents != 0 {
      let count = left.withUnsafeBytes { write(inputPipe.writing.value, $0.baseAddress, min($0.count, 1 << 16)) }
      if count > 0 { left = left.dropFirst(count) } else if errno != EAGAIN { left = [] }
    }
    if descriptors[1].revents != 0 { outputPipe.reading.drain(into: &result.output) }
    if descriptors[2].revents != 0 { errorPipe.reading.drain(into: &result.errors) }
  }
  result.status = ExitStatus(raw: raw)
  result.milliseconds = Spawning.now() - started
  let counted = usage.ru_maxrss * 1024
  if counted > memoryPeak(of: "self") { result.peakMemory = counted }
  return result
}

/// The peak of a process's memory so far, 0 if it cannot be told.
private func memoryPeak(of process: String) -> Int {
  let descriptor = open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return 0 }
  defer { close(descriptor) }
  var buffer = [UInt8](repeating: 0, count: 8192)
  let count = read(descriptor, &buffer, buffer.count)
  let text = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
  guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else { return 0 }
  return (line.split(whereSeparator: { $0 == " " || $0 == "\t" }).compactMap { Int($0) }.first ?? 0) * 1024
}

/// Keeps a program that does not read its input from ending the test: the signal of a broken pipe waits at this thread,
/// and is taken away in the end.
private struct HeldPipeSignal {
  private var pipe = sigset_t()
  private var before = sigset_t()

  init() {
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
  }

  func release() {
    var (pipe, before, none) = (pipe, before, timespec())
    sigtimedwait(&pipe, nil, &none)
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}

/// Two ends, each closed once.
private struct Pipe {
  let reading: Descriptor
  let writing: Descriptor

  init() throws(SystemError) {
    var ends: [Int32] = [0, 0]
    let made = Spawning.starting.withLock { _ in
      pipe(&ends) == 0 && ends.allSatisfy { Spawning.closingOnExec($0) >= 0 }
    }
    guard made else { throw SystemError("pipe") }
    (reading, writing) = (Descriptor(ends[0]), Descriptor(ends[1]))
  }
}

/// A descriptor that closes itself.
final class Descriptor {
  private(set) var value: Int32

  init(_ value: Int32) { self.value = value }

  deinit { close() }

  var isOpen: Bool { value >= 0 }

  func close() {
    if value >= 0 { Glibc.close(value) }
    // poll skips a negative descriptor.
    value = -1
  }

  /// Reads what is there; closes at the end.
  func drain(into bytes: inout [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(value, &buffer, buffer.count)
    if count > 0 {
      bytes += buffer.prefix(count)
    } else if count == 0 || errno != EINTR && errno != EAGAIN {
      close()
    }
  }
}
