"""The sheet on paper 纸件: its number, its copies, how it prints, and how paper proves itself."""
