package main

import (
	"fmt"
	"os"

	"github.com/rudderlabs/analytics-go/v4"
)

type told struct{}

func (told) Success(analytics.Message) {}
func (told) Failure(message analytics.Message, err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func main() {
	client, err := analytics.NewWithConfig(os.Getenv("HILO_KEY"), analytics.Config{
		DataPlaneUrl: os.Getenv("HILO_URL"),
		Callback:     told{},
	})
	if err != nil {
		panic(err)
	}
	user := os.Getenv("HILO_USER")
	traits := analytics.NewTraits().SetEmail(os.Getenv("HILO_EMAIL")).SetFirstName("Ana")
	if err := client.Enqueue(analytics.Identify{UserId: user, Traits: traits}); err != nil {
		panic(err)
	}
	for n := 0; n < 3; n++ {
		properties := analytics.NewProperties().Set("n", n)
		if err := client.Enqueue(analytics.Track{UserId: user, Event: "Order Completed", Properties: properties}); err != nil {
			panic(err)
		}
	}
	if err := client.Close(); err != nil {
		panic(err)
	}
}
