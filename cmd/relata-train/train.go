package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relata/loaders/nlp"
	"relata/loaders/nlp/conllu"
	"relata/loaders/nlp/tag"
	"relata/loaders/nlp/token"
)

func newTokens() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "tokens --out FILE CONLLU...",
		Short: "Train the models that split text into sentences and tokens",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return train(cmd, out, "token-en", "sentences and tokens of English text", args, func(docs []*nlp.Doc) []byte {
				return token.Train(docs, token.TrainOptions{}).Bytes()
			})
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the file to write")
	return cmd
}

func newLemmas() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "lemmas --out FILE CONLLU...",
		Short: "Learn the rules that make lemmas",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return train(cmd, out, "lemma-en", "lemmas of English words", args, func(docs []*nlp.Doc) []byte {
				return tag.TrainLemmas(docs).Bytes()
			})
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the file to write")
	return cmd
}

// card describes a trained file.
type card struct {
	Name    string   `json:"name"`
	What    string   `json:"what"`
	SHA256  string   `json:"sha256"`
	Bytes   int      `json:"bytes"`
	Sources []source `json:"sources"`
}

type source struct {
	File      string `json:"file"`
	Licence   string `json:"licence,omitempty"`
	SHA256    string `json:"sha256"`
	Sentences int    `json:"sentences"`
	Words     int    `json:"words"`
}

// licences of the corpora that the project is trained on, by the start of the file's name.
var licences = map[string]string{
	"ewt-": "UD English EWT, CC BY-SA 4.0",
	"gum-": "UD English GUM, documents without NC clause: text CC BY, CC BY-SA or public domain, annotation CC BY 4.0",
}

// train reads the corpora, trains, and writes the file and its card.
func train(cmd *cobra.Command, out, name, what string, files []string, learn func([]*nlp.Doc) []byte) error {
	if out == "" {
		return fmt.Errorf("say where to write: --out FILE")
	}
	c := card{Name: name, What: what}
	var docs []*nlp.Doc
	for _, file := range files {
		src, read, err := readCorpus(file)
		if err != nil {
			return err
		}
		c.Sources = append(c.Sources, src)
		docs = append(docs, read...)
	}
	start := time.Now()
	data := learn(docs)
	sum := sha256.Sum256(data)
	c.SHA256, c.Bytes = hex.EncodeToString(sum[:]), len(data)
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(strings.TrimSuffix(out, filepath.Ext(out))+".json", append(text, '\n'), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "trained %s in %.1f s: %d bytes\n", out, time.Since(start).Seconds(), len(data))
	return nil
}

func readCorpus(path string) (source, []*nlp.Doc, error) {
	f, err := os.Open(path)
	if err != nil {
		return source{}, nil, err
	}
	defer f.Close()
	sum := sha256.New()
	src := source{File: filepath.Base(path)}
	var docs []*nlp.Doc
	for doc, err := range conllu.Docs(io.TeeReader(f, sum), path) {
		if err != nil {
			return source{}, nil, err
		}
		for i := range doc.Sentences {
			src.Words += len(doc.Sentences[i].Tokens)
		}
		src.Sentences += len(doc.Sentences)
		docs = append(docs, doc.Doc)
	}
	src.SHA256 = hex.EncodeToString(sum.Sum(nil))
	for start, licence := range licences {
		if strings.HasPrefix(src.File, start) {
			src.Licence = licence
		}
	}
	return src, docs, nil
}
