class Run
  def run; end
end
